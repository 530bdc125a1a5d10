import { ask, batchUrl, door, routeOf, weight } from "./address";
import { bounced } from "./bounce";
import { drainEntries } from "./early";
import { guarded, handOver, isOver, isSilent, isStopped, stopNoting, text, warn } from "./observations";
import { expectPaint } from "./paint";
import { nativeFetch, POST } from "./requests";
import { now } from "./time";

/**
 * What the lazy part needs of the core. It is handed over: if the lazy part imported it, the bundler would make the core
 * a file of its own, which a page had to load besides the entry.
 */
export const core = [
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
] as const;
