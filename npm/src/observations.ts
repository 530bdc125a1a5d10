import type { Line, Update } from "./caption";
import type { OwnValue } from "./own";
import type { EndedRequest } from "./requests";
import type { EndedSpan } from "./span";
import type { EndedTranslation } from "./translation";

/** What the eager core notes. Nearly each is data that can be sent as it is (see `bounce.ts`); the lazy part turns it into items. */
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
  /** Entries of the performance timeline: those that the browser does not keep for later observers are among them. */
  entries: [PerformanceEntry[]];
  request: [EndedRequest];
  own: [OwnValue];
  /** The page was hidden (`leaving` false) or is being left. */
  hidden: [leaving: boolean];
  visible: [];
}

type Kind = keyof Observations;
/** Takes an observation of each kind. */
export type Handlers = { [K in Kind]: (...noted: Observations[K]) => void };

let handlers: Handlers | undefined;
type Noted = { [K in Kind]: [kind: K, noted: Observations[K]] }[Kind];
let queue: Noted[] = [];
let forgotten = 0;

/** Beyond this many the oldest observation is forgotten, and counted: the lazy part never came. */
const MOST_QUEUED = 2000;

/** Notes an observation: for later, until the lazy part has come. Never throws. */
export function note<K extends Kind>(kind: K, ...noted: Observations[K]): void {
  if (stopped) return;
  if (handlers) handle([kind, noted] as Noted);
  else if (queue.push([kind, noted] as Noted) > MOST_QUEUED) {
    queue.shift();
    forgotten++;
  }
}

function handle([kind, noted]: Noted): void {
  const handler = handlers?.[kind] as ((...noted: unknown[]) => void) | undefined;
  guarded(() => handler?.(...noted));
}

/** From now on observations are handled at once; first those noted so far. Returns how many of them were forgotten. */
export function handOver(to: Handlers): number {
  handlers = to;
  for (const noted of queue) handle(noted);
  queue = [];
  return forgotten;
}

/** What waits for the lazy part, and how much of it was forgotten; `undefined` once that has come. It waits no longer. */
export function takeWaiting(): { noted: Noted[]; forgotten: number } | undefined {
  if (handlers) return;
  const taken = { noted: queue, forgotten };
  queue = [];
  forgotten = 0;
  return taken;
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
