import type { core } from "../core";

type Core = typeof core;

// See `../core.ts`.
export let batchUrl: Core[0];
export let bounced: Core[1];
export let door: Core[2];
export let drainEntries: Core[3];
export let guarded: Core[4];
export let handOver: Core[5];
export let nativeFetch: Core[6];
export let now: Core[7];
export let stopNoting: Core[8];
export let stoppedNoting: Core[9];
export let warn: Core[10];

/** Comes first: the rest of the lazy part calls these. */
export function take(given: Core): void {
  [
    batchUrl,
    bounced,
    door,
    drainEntries,
    guarded,
    handOver,
    nativeFetch,
    now,
    stopNoting,
    stoppedNoting,
    warn,
  ] = given;
}
