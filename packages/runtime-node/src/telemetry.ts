import { isMainThread } from 'node:worker_threads';
import { TelemetryError } from './errors.js';

/**
 * On Linux and macOS ONNX Runtime (1.29 and later) sends what it did to Microsoft, under an identifier that it leaves in
 * the user's folders, unless the process's environment has this when the first session is made (`docs/Privacy.md` of
 * microsoft/onnxruntime). Who has set it already is not overruled.
 */
const variable = 'ORT_DISABLE_TELEMETRY';

// A worker thread has a copy of the environment, and what it writes there stays there.
const outOfReach = !isMainThread && process.env[variable] === undefined && process.platform !== 'win32';
if (isMainThread) process.env[variable] ??= '1';

/** @throws {TelemetryError} this thread cannot turn it off */
export function checkTelemetry(): void {
  if (outOfReach) throw new TelemetryError(variable);
}
