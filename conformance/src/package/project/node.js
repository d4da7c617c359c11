import { Worker } from 'node:worker_threads';
import { roundTrip } from './round-trip.js';

const inWorker = await new Promise((resolve, reject) => {
  new Worker(new URL('worker-thread.js', import.meta.url)).on('message', resolve).on('error', reject);
});
console.log(JSON.stringify({ inMain: roundTrip(), inWorker }));
