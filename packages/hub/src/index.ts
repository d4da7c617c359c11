export { bertFiles } from './bert-files.js';
export type { HubCache } from './cache.js';
export {
  EndpointError,
  HashMismatchError,
  HubInputError,
  HubOfflineError,
  ModelAccessError,
  ModelNotFoundError,
  TransferError,
} from './errors.js';
export { isModelId } from './model-id.js';
export { type PullEvent, type PullOptions, pullModel, type Snapshot } from './pull-model.js';
