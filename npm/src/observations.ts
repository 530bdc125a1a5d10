import type { Kind as ItemKind } from "./catalog";
import type { Consent } from "./types";

/** What the eager core notes: data that can be sent as it is (see `bounce.ts`); the lazy part turns it into items. Times are `now()`. */
export interface Observations {
  /** An update arrived; what came with it is as the app gave it. */
  update: [line: Line, at: number, text: unknown, emitted: number, final: boolean, spoken: number];
  /** The text of a line was written to the page. */
  wrote: [line: Line, at: number];
  /** A frame gathers what it shows. */
  frame: [frame: number];
  painted: [frame: number, at: number];
  close: [line: Line, at: number];
  /** A translation was asked for; then its first token was written, and it was done. */
  translation: [translation: number, at: number, from?: string, to?: string];
  token: [translation: number, at: number];
  done: [translation: number, at: number, accuracy: number];
  /** An event that needs no measuring, see {@link item}. */
  item: [kind: ItemKind, at: number, cells: number[], known: Known, own: Own];
  /** A connection was made (""), reached a state (its name and value), or got a track (its id). */
  connection: [connection: RTCPeerConnection, what: string, at: number];
  /** Entries of the performance timeline: those that the browser does not keep for later observers are among them. */
  entries: [PerformanceEntry[]];
  /** Events were forgotten before they could be handled. */
  forgotten: [count: number];
  /** An attribute of everything from now on: none any more without a text. */
  resource: [key: number, text: string | undefined];
  /** The page was hidden (`leaving` false) or is being left. */
  hidden: [leaving: boolean, at: number];
  visible: [at: number];
}

/** What is told of a line: the page's own number, and what the app said of it. */
export interface Line {
  readonly line: number;
  readonly language: string | undefined;
  readonly speaker: string | undefined;
}

/** Attributes of the catalogue; absent texts are left out. */
export type Known = [key: number, text: unknown][];
/** Attributes of the app's own. */
export type Own = [name: string, value: unknown][];

type Kind = keyof Observations;
/** Takes an observation of each kind. */
export type Handlers = { [K in Kind]: (...noted: Observations[K]) => void };

let handlers: Handlers | undefined;
/** One observation that waits. */
export type Noted = { [K in Kind]: [kind: K, noted: Observations[K]] }[Kind];
let queue: Noted[] = [];
let forgotten = 0;

/** Beyond this many the oldest observation is forgotten, and counted where it was an event: the lazy part never came. */
const MOST_QUEUED = 5000;
const isEvent = ([kind]: Noted): number => Number(/^(it|up|tr)/.test(kind));

/** Notes an observation: for later, until the lazy part has come. Never throws. */
export function note<K extends Kind>(kind: K, ...noted: Observations[K]): void {
  if (stopped) return;
  if (handlers && !pending) handle([kind, noted] as Noted);
  else if (queue.push([kind, noted] as Noted) > MOST_QUEUED) forget();
}

/**
 * Notes an event that needs no measuring: `cells` are field, value, field, value, … with fields of the catalogue; NaN is absent.
 * Whatever an app took for a text becomes one here.
 */
export function item(kind: ItemKind, at: number, cells: number[], known: Known, own: Own = []): void {
  note("item", kind, at, cells, texts(known), texts(own).slice(0, MOST_OWN));
}

/** A series with more attributes than 64 would cost its whole batch; the catalogue's own are four at most. */
const MOST_OWN = 60;
/** What stands beyond is cut off in the end, so nothing keeps it in memory until then. */
const MOST_TEXT = 4096;

function forget(): void {
  const oldest = queue.shift();
  if (oldest) forgotten += isEvent(oldest);
}

/** Whatever an app took for a text or a number becomes one, and never a fault. */
export const text = (given: unknown): string | undefined =>
  given == null ? undefined : guarded(() => String(given));
export const number = (given: unknown): number => guarded(() => Number(given ?? Number.NaN)) ?? Number.NaN;

function texts<K>(given: [key: K, text: unknown][]): [key: K, text: string][] {
  return given.flatMap(([key, given]): [K, string][] => {
    const known = text(given);
    return known === undefined ? [] : [[key, known.slice(0, MOST_TEXT)]];
  });
}

function handle([kind, noted]: Noted): void {
  const handler = handlers?.[kind] as ((...noted: unknown[]) => void) | undefined;
  guarded(() => handler?.(...noted));
}

/** From now on observations are handled at once; first those noted so far. */
export function handOver(to: Handlers): void {
  handlers = to;
  handleQueue();
}

function handleQueue(): void {
  const waited = queue;
  queue = [];
  waited.forEach(handle);
  if (forgotten > 0) handle(["forgotten", [forgotten]]);
  forgotten = 0;
}

/** What waits for the lazy part, and how much of it was forgotten; `undefined` once that has come. It waits no longer. */
export function takeWaiting(): { noted: Noted[]; forgotten: number } | undefined {
  if (handlers || stopped || pending) return;
  const taken = { noted: queue, forgotten };
  queue = [];
  forgotten = 0;
  return taken;
}

/** What could not be told is handled now, or waits again, ahead of what came meanwhile. */
export function putBack(noted: Noted[], count: number): void {
  if (stopped) return;
  forgotten += count;
  queue = [...noted, ...queue];
  if (handlers && !pending) handleQueue();
  while (queue.length > MOST_QUEUED) forget();
}

/** A fault of ours, or of what the app handed us, must not become the page's. */
export function guarded<T>(work: () => T): T | undefined {
  try {
    return work();
  } catch (fault) {
    try {
      warn(fault);
    } catch {
      // Thrown on purpose, it seems: not even a text.
    }
  }
}

/** Nothing is captured: after the end, without consent, and on a server. A worker has requests, errors and spans. */
export let stopped: boolean = !(globalThis.document || "WorkerGlobalScope" in globalThis);
/** For good: shut down, turned off, not measured at all. */
let ended = stopped;
/** The page may not tell yet; what happens is kept. */
let pending = false;

/** From now on nothing is captured, and what waited is forgotten. */
export function stopNoting(): void {
  ended = true;
  stopped = true;
  queue = [];
}

/** Whether the page may tell. */
export function setConsent(state: Consent): void {
  stopped = ended || state === "denied";
  // Whatever else an app hands over is no consent.
  pending = state !== "granted";
  if (stopped) {
    queue = [];
    // Whoever begins anew takes over anew.
    handlers = undefined;
  }
  if (handlers && !pending) handleQueue();
}

/** Shut down before the lazy part came: what waits for it is never told. Whether that is so. */
export function stopEarly(): boolean {
  if (!handlers) stopNoting();
  return !handlers;
}

/** For the lazy part: nothing is captured any more. */
export const isOver = (): boolean => ended;
/** Nothing is captured just now, or for good. */
export const isStopped = (): boolean => stopped;
/** Nothing may be told, now or for good. */
export const isSilent = (): boolean => stopped || pending;

let debug = false;

/** Whether misuse and faults are told in the console. */
export function setDebug(on: boolean): void {
  debug = on;
}

const told = new Set<string>();

/** Tells the console once per text, under `debug` only. */
export function warn(what: unknown): undefined {
  if (!debug) return;
  const text = `honeyguide: ${what}`;
  if (told.has(text)) return;
  told.add(text);
  console.warn(text);
}
