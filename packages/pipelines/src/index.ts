export { createEmbedder, type Embedder } from './embed.js';
export type { EmbedOptions, EmbedProgress } from './embed-options.js';
export { ModelFilesError, PipelineOptionError, TextError } from './errors.js';
export { type Blank, type Candidate, createFillMask, type FillMask, type FillMaskResult } from './fill-mask.js';
