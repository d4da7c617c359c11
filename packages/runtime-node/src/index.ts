export { createNodeCache, type NodeCache } from './cache.js';
export { type CacheSurroundings, cacheDirectory } from './cache-directory.js';
export type { Device } from './devices.js';
export { DeviceError, TelemetryError } from './errors.js';
export type { LockOptions } from './lock.js';
export { createNodeFiles } from './node-files.js';
export { createNodeRuntime, type NodeRuntimeOptions } from './node-runtime.js';
