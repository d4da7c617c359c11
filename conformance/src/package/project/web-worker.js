import { roundTrip } from './round-trip.js';

globalThis.postMessage(roundTrip());
