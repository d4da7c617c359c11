export { createFetchFiles } from './fetch-files.js';
export { createWebRuntime, type WebRuntimeOptions } from './web-runtime.js';
