export { filesContract } from './files-contract.js';
export { type RuntimeContractOptions, runtimeContract } from './runtime-contract.js';
