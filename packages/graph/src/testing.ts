export { erf, evaluate, type Values } from './evaluate.js';
export { gradientError, samples } from './finite-differences.js';
