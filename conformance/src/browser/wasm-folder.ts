import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of ONNX Runtime's own files, in the package that `@bertkit/runtime-web` uses. */
export function wasmFolder(): string {
  const runtimeWeb = fileURLToPath(new URL('../../node_modules/@bertkit/runtime-web/package.json', import.meta.url));
  return dirname(createRequire(runtimeWeb).resolve('onnxruntime-web/wasm'));
}
