import type { core } from "../core";

type Core = typeof core;

// See `../core.ts`.
export let ask: Core[0];
export let batchUrl: Core[1];
export let bounced: Core[2];
export let door: Core[3];
export let drainEntries: Core[4];
export let expectPaint: Core[5];
export let guarded: Core[6];
export let handOver: Core[7];
export let nativeFetch: Core[8];
export let now: Core[9];
export let routeOf: Core[10];
export let scrub: Core[11];
export let stopNoting: Core[12];
export let stoppedNoting: Core[13];
export let text: Core[14];
export let warn: Core[15];
export let weight: Core[16];

/** Comes first: the rest of the lazy part calls these. */
export function take(given: Core): void {
  [
    ask,
    batchUrl,
    bounced,
    door,
    drainEntries,
    expectPaint,
    guarded,
    handOver,
    nativeFetch,
    now,
    routeOf,
    scrub,
    stopNoting,
    stoppedNoting,
    text,
    warn,
    weight,
  ] = given;
}
