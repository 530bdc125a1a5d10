import { batchUrl, door } from "./address";
import { bounced } from "./bounce";
import { drainEntries } from "./early";
import { guarded, handOver, stopNoting, stoppedNoting, warn } from "./observations";
import { nativeFetch } from "./requests";
import { now } from "./time";

/**
 * What the lazy part needs of the core. It is handed over: if the lazy part imported it, the bundler would make the core
 * a file of its own, which a page had to load besides the entry.
 */
export const core = [
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
] as const;
