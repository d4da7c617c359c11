import { roundTrip } from './round-trip.js';

function roundTripInWorker() {
  const worker = new Worker(new URL('./web-worker.js', import.meta.url), { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onmessage = ({ data }) => resolve(data);
    worker.onerror = ({ message }) => reject(new Error(`The worker failed: ${message}`));
  });
}

globalThis.roundTripInPageAndWorker = async () => ({ inMain: roundTrip(), inWorker: await roundTripInWorker() });
