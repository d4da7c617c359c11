export { createNodeFiles } from './node-files.js';
export { createNodeRuntime, type NodeRuntimeOptions } from './node-runtime.js';
