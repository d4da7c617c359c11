export { ModelFilesError, TextError } from './errors.js';
export { type Blank, type Candidate, createFillMask, type FillMask, type FillMaskResult } from './fill-mask.js';
