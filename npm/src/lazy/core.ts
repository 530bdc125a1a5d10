import type { core } from "../core";
import type { Sink } from "../types";

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
export let isOver: Core[8];
export let isSilent: Core[9];
export let isStopped: Core[10];
export let nativeFetch: Core[11];
export let now: Core[12];
export let POST: Core[13];
export let routeOf: Core[14];
export let stopNoting: Core[15];
export let text: Core[16];
export let warn: Core[17];
export let weight: Core[18];

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
    isOver,
    isSilent,
    isStopped,
    nativeFetch,
    now,
    POST,
    routeOf,
    stopNoting,
    text,
    warn,
    weight,
  ] = given;
}

/** From now on requests go to the sink. */
export function divert(sink: Sink): void {
  nativeFetch = sink.fetch as typeof fetch;
}
