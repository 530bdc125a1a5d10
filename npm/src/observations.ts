import type { Line, Update } from "./caption";
import type { EndedSpan } from "./span";
import type { EndedTranslation } from "./translation";

/** What the eager core notes. Each is data that could be sent as it is; the lazy part turns it into items. */
export interface Observations {
  /** Updates of one line came to their end; `text` is what a paint showed, absent where none did. */
  captions: [line: Line, ended: Update[], text: string | undefined];
  /** A line is no longer shown, or its segment is over. */
  closed: [line: Line];
  translation: [EndedTranslation];
  span: [EndedSpan];
  error: [source: string, type: string, message: string, stack: string, at: number];
  connection: [connection: RTCPeerConnection, createdAt: number];
  /** A connection reached another state; noted at once, since the lazy part may come much later. */
  connectionState: [connection: RTCPeerConnection, state: RTCPeerConnectionState, at: number];
  /** Event timing entries: the browser buffers only slow ones. */
  events: [PerformanceEventTiming[]];
  /** The page was hidden (`leaving` false) or is being left. */
  hidden: [leaving: boolean];
  visible: [];
}

type Kind = keyof Observations;
/** Takes an observation of each kind. */
export type Handlers = { [K in Kind]: (...noted: Observations[K]) => void };

let handlers: Handlers | undefined;
let queue: (() => void)[] = [];

/** Beyond this many the oldest observation is forgotten: the lazy part never came. */
const MOST_QUEUED = 2000;

/** Notes an observation: for later, until the lazy part has come. Never throws. */
export function note<K extends Kind>(kind: K, ...noted: Observations[K]): void {
  if (stopped) return;
  const handle = () => handlers?.[kind](...noted);
  if (handlers) guarded(handle);
  else if (queue.push(handle) > MOST_QUEUED) queue.shift();
}

/** From now on observations are handled at once; first those noted so far. */
export function handOver(to: Handlers): void {
  handlers = to;
  for (const handle of queue) guarded(handle);
  queue = [];
}

/** A fault of ours must not become the page's. */
export function guarded(work: () => void): void {
  try {
    work();
  } catch (fault) {
    warn(fault);
  }
}

/** The SDK was shut down: nothing is captured any more. */
export function stopNoting(): void {
  stopped = true;
}

let stopped = false;
let debug = false;

/** Whether misuse and faults are told in the console. */
export function setDebug(on: boolean): void {
  debug = on;
}

const told = new Set<string>();

/** Tells the console once per text, under `debug` only. */
export function warn(what: unknown): void {
  const text = `honeyguide: ${what}`;
  if (debug && !told.has(text)) {
    told.add(text);
    console.warn(text);
  }
}
