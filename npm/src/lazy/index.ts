import initModule, { Recorder } from "../../wasm/honeyguide_sdk.js";
import packed from "../../wasm/module.js";
import { APP_NAME, APP_VERSION, ENVIRONMENT } from "../catalog";
import type { Counts, Options } from "../types";
import { Attributes } from "./attributes";
import { Calls } from "./calls";
import { Captions } from "./captions";
import { Clock } from "./clock";
import {
  batchUrl,
  door,
  drainEntries,
  guarded,
  handOver,
  now,
  stopNoting,
  stoppedNoting,
  take,
} from "./core";
import { Lines } from "./lines";
import { Translations } from "./translations";
import { Transport } from "./transport";
import { Vitals } from "./vitals";

/** Milliseconds between polls of getStats: in a call, and hidden. */
const POLL = 2000;
const POLL_HIDDEN = 10_000;
const BATCH_INTERVAL = 10_000;
/** The heart beats this often, milliseconds: closes idle segments, polls, sends. */
const BEAT = 1000;
/** A page with nothing to tell says at least this often that it is there, milliseconds: one that is silent for longer was killed. */
const SIGN_OF_LIFE = 120_000;
// As the protocol's PageState numbers them.
const VISIBLE = 0;
const HIDDEN = 1;
const LEFT = 2;

/** What the client asks of the lazy part. */
export interface Lazy {
  flush(): Promise<void>;
  shutdown(): Promise<void>;
  counts(): Counts;
}

/** Brings the module and takes over. */
export async function start(options: Options, core: Parameters<typeof take>[0]): Promise<Lazy | undefined> {
  take(core);
  const inflated = new Response(
    new Blob([Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0))])
      .stream()
      .pipeThrough(new DecompressionStream("deflate-raw")),
  );
  await initModule({ module_or_path: await inflated.arrayBuffer() });
  if (!stoppedNoting()) return new Measuring(options);
}

class Measuring implements Lazy {
  private readonly _recorder: Recorder;
  private readonly _attributes: Attributes;
  private readonly _captions: Captions;
  private readonly _lines: Lines;
  private readonly _translations: Translations;
  private readonly _calls: Calls;
  private readonly _vitals: Vitals;
  readonly #clock: Clock;
  private readonly _transport: Transport;
  readonly #batchInterval: number;
  #closedAt = performance.now();
  #aliveAt = 0;
  #polledAt = 0;
  #beatAt = now();
  /** When the page was hidden last: for ever while it is, until just now once it is visible again. */
  #hiddenAt = 0;
  #heart: ReturnType<typeof setInterval> | undefined;

  constructor({ endpoint, key, app, batchInterval = BATCH_INTERVAL }: Options) {
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    const recorder = new Recorder(high, low);
    this._recorder = recorder;
    this.#batchInterval = Math.max(Number(batchInterval) || BATCH_INTERVAL, 200);
    this._attributes = new Attributes(recorder);
    const known = this._attributes.flat([
      [APP_NAME, app?.name],
      [APP_VERSION, app?.version],
      [ENVIRONMENT, app?.environment],
    ]);
    recorder.resource(new Uint32Array(known));
    this._vitals = new Vitals(recorder, this._attributes);
    this._captions = new Captions(recorder, this._attributes, drainEntries);
    const hiddenSince = (time: number) => this.#hiddenAt > time;
    this._lines = new Lines(this._captions, hiddenSince);
    this._translations = new Translations(this._attributes, hiddenSince);
    this._calls = new Calls(recorder, this._attributes);
    this.#clock = new Clock(recorder, door(endpoint, "/v1/time"));
    this._transport = new Transport(recorder, batchUrl(endpoint, key));
    this.#clock.check(false);
    this.#takeOver();
    this.#heart = setInterval(() => guarded(() => this.#beat()), BEAT);
  }

  async flush(): Promise<void> {
    this._captions.settle();
    this.#close();
    await this._transport.drain();
  }

  async shutdown(): Promise<void> {
    clearInterval(this.#heart);
    this._lines.leave();
    this._captions.closeAll();
    this._vitals.hidden();
    this._recorder.close(LEFT, false);
    await this.flush();
    stopNoting();
    this._recorder.shut_down();
  }

  counts(): Counts {
    const { _recorder: recorder, _transport: transport } = this;
    return {
      captured: recorder.captured(),
      delivered: transport.delivered,
      dropped: recorder.dropped(),
      waiting: recorder.waiting(),
    };
  }

  #takeOver(): void {
    const {
      _recorder: recorder,
      _attributes: attributes,
      _captions: captions,
      _lines: lines,
      _translations: translations,
      _calls: calls,
      _vitals: vitals,
    } = this;
    const forgotten = handOver({
      update: (...noted) => lines.update(...noted),
      wrote: (line, at) => lines.wrote(line, at),
      frame: (frame) => {
        lines.frame(frame);
        translations.frame(frame);
      },
      painted: (frame, at) => {
        lines.painted(frame, at);
        translations.painted(frame, at);
      },
      close: (line) => lines.close(line),
      translation: (number, at, from, to) => translations.begin(number, at, from, to),
      token: (number, at) => translations.token(number, at),
      done: (number, at, accuracy) => translations.done(number, at, accuracy),
      connection: (connection, createdAt) => calls.add(connection, createdAt),
      connectionState: (connection, state, at) => calls.changed(connection, state, at),
      entries: (entries) => vitals.entries(entries),
      item: (kind, at, cells, known, own) => attributes.item(kind, at, cells, known, own),
      hidden: (leaving) => {
        if (!leaving) this.#hiddenAt = Number.POSITIVE_INFINITY;
        vitals.hidden();
        if (leaving) {
          calls.leave();
          lines.leave();
          translations.leave();
          captions.closeAll();
        } else captions.settle();
        recorder.close(leaving ? LEFT : HIDDEN, false);
        this._transport.sendAll(leaving);
      },
      visible: (at) => {
        this.#hiddenAt = at;
        this.#clock.check(true);
      },
    });
    recorder.forgotten(forgotten);
  }

  #beat(): void {
    const at = now();
    // Without long task entries (Firefox) a late beat is the only sign of a busy thread; hidden pages beat late by themselves.
    if (document.visibilityState === "visible") this._recorder.beat(this.#beatAt, at, BEAT);
    this.#beatAt = at;
    const time = performance.now();
    this._lines.beat(at);
    this._translations.beat(at);
    this._captions.closeIdle();
    this.#clock.check(false);
    const every = document.visibilityState === "visible" ? POLL : POLL_HIDDEN;
    if (this._calls.active && time - this.#polledAt >= every - BEAT / 2) {
      this.#polledAt = time;
      this._calls.poll();
    }
    if (time - this.#closedAt >= this.#batchInterval - BEAT / 2) {
      this.#closedAt = time;
      if (this.#close(time - this.#aliveAt >= SIGN_OF_LIFE)) this.#aliveAt = time;
    }
    this._transport.send();
  }

  /** Closes the open batch, with `quiet` even if nothing is in it. Whether it made a batch. */
  #close(quiet = false): boolean {
    return this._recorder.close(document.visibilityState === "visible" ? VISIBLE : HIDDEN, quiet);
  }
}
