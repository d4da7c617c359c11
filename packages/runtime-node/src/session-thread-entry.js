/**
 * The far side of a `SessionThread`: compiles and runs what it is asked to, by ONNX Runtime.
 *
 * JavaScript, since a thread begins with a file that Node reads as it is. So this one serves `dist` and the sources alike,
 * and our tests need no build. It knows ONNX Runtime alone: what is ours (checks, errors, weights) stays on the near side.
 *
 * @import { ThreadAnswer, ThreadRequest } from './session-thread.js'
 * @import { TensorData } from '@bertkit/runtime'
 */
import { parentPort, workerData } from 'node:worker_threads';
import * as ort from 'onnxruntime-node';

ort.env.logLevel = 'fatal'; // the first session would else tell of GPUs it does not find

/** How many calls have no answer yet: shared with the near side. */
const unanswered = /** @type {Int32Array} */ (workerData);

/** @type {Map<number, ort.InferenceSession>} */
const sessions = new Map();

parentPort?.on('message', async (/** @type {ThreadRequest} */ request) => {
  const { id } = request;
  try {
    const { answer, buffers } = await handle(request);
    send({ id, answer }, buffers);
  } catch (cause) {
    send({ id, error: cause instanceof Error ? cause : new Error(String(cause)) });
  }
  Atomics.sub(unanswered, 0, 1);
  Atomics.notify(unanswered, 0);
});

/**
 * @param {ThreadAnswer} answer
 * @param {ArrayBuffer[]} [buffers] of the answer, given away to the other thread
 */
function send(answer, buffers = []) {
  parentPort?.postMessage(answer, buffers);
}

/** @param {ThreadRequest} request */
async function handle(request) {
  switch (request.kind) {
    case 'compile': {
      const session = await ort.InferenceSession.create(request.model, request.options);
      sessions.set(request.session, session);
      const { inputMetadata, outputMetadata } = session;
      return { answer: { inputMetadata, outputMetadata } };
    }
    case 'run': {
      const results = await sessionOf(request).run(feedsOf(request.inputs), request.outputs);
      const answer = Object.fromEntries(Object.entries(results).map(([name, tensor]) => [name, fromOrt(tensor)]));
      return { answer, buffers: Object.values(answer).map(({ data }) => data.buffer) };
    }
    case 'release':
      await sessionOf(request).release();
      sessions.delete(request.session);
      return { answer: undefined };
  }
}

/** @param {{ session: number }} request */
function sessionOf({ session: id }) {
  const session = sessions.get(id);
  if (session === undefined) throw new Error(`internal: the thread has no session ${id}.`);
  return session;
}

/** @param {Readonly<Record<string, TensorData>>} tensors */
function feedsOf(tensors) {
  return Object.fromEntries(
    Object.entries(tensors).map(([name, { dtype, shape, data }]) => [name, new ort.Tensor(dtype, data, shape)]),
  );
}

/**
 * A tensor as plain data. The near side has seen to it that the graph gives no other dtypes than ours.
 *
 * @param {ort.Tensor} tensor
 */
function fromOrt({ type, dims, data }) {
  return /** @type {TensorData & { data: { buffer: ArrayBuffer } }} */ ({ dtype: type, shape: dims, data });
}
