import { parentPort } from 'node:worker_threads';
import { roundTrip } from './round-trip.js';

parentPort.postMessage(roundTrip());
