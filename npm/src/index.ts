import { forgetSession, keepSession, scrub, weight } from "./address";
import { Caption } from "./caption";
import { ROOM, USER } from "./catalog";
import { core } from "./core";
import { noteError, watch } from "./early";
import type { Lazy } from "./lazy/index";
import {
  guarded,
  isSilent,
  item,
  note,
  setConsent,
  setDebug,
  stopEarly,
  stopNoting,
  stopped,
  text,
  warn,
} from "./observations";
import { COUNTER, event, GAUGE, HISTOGRAM, observe, own, type Take, type Timer, timer } from "./own";
import { Span, type SpanOptions, within } from "./span";
import { Translation } from "./translation";
import type { Attributes, CaptionOptions, Consent, Counts, Options, TranslationOptions } from "./types";

export type {
  Attributes,
  AttributeValue,
  CaptionOptions,
  Consent,
  Counts,
  Options,
  Sink,
  TranslationOptions,
  UpdateOptions,
} from "./types";
export type { Caption, Span, SpanOptions, Take, Timer, Translation };

/** What `init` gives. */
export class Honeyguide {
  private readonly lazy: Promise<Lazy | undefined>;
  /** @internal What the adapters record by. */
  readonly _item: typeof item = item;
  /** @internal */
  readonly _error: typeof noteError = noteError;
  /** @internal */
  readonly _scrub: typeof scrub = scrub;
  /** @internal */
  readonly _within: typeof within = within;

  /** Resolves when the page may tell. */
  #grant: (() => void) | undefined;

  /** Use {@link init}. */
  constructor(options: Options) {
    const { consent = "granted" } = options;
    if (!stopped && consent === "granted") keepSession();
    const every = stopped ? 0 : (guarded(() => weight(options)) ?? 1);
    if (!every) {
      // A server, or a session that is not in the sample: nothing is measured.
      stopNoting();
      this.lazy = Promise.resolve(undefined);
      return;
    }
    guarded(() => watch(options));
    const granted = new Promise<void>((resolve) => {
      this.#grant = resolve;
    });
    this.consent(consent);
    this.lazy = granted
      .then(whenIdle)
      .then(() => import("./lazy/index"))
      .then(({ start }) => start(options, core))
      .catch(warn);
  }

  /** Whether the page may tell what it measures. `denied` forgets what was not told yet, and the session. */
  consent(state: Consent): void {
    // Not measured at all.
    if (!this.#grant) return;
    setConsent(state);
    if (state === "granted") {
      keepSession();
      this.#grant();
    }
    if (state === "denied") forgetSession();
    void this.lazy?.then((lazy) => lazy?.consent(state));
  }

  /** Names who is there, or nobody any more: whatever the app calls its users. Nobody is named unless it does. */
  setUser(user: string | null): void {
    note("resource", USER, text(user));
  }

  /** Names the room that the page is in, or none any more. */
  setRoom(room: string | null): void {
    note("resource", ROOM, text(room));
  }

  /** Follows the captions in a container by themselves: its children with `data-segment`, their `lang`, `data-speaker`, `data-final`. */
  observeCaptions(container: string | Element): void {
    if (!stopped)
      void import("./lazy/container").then(({ follow }) => guarded(() => follow(this, container)), warn);
  }

  /** A line of captions. */
  caption(options: CaptionOptions): Caption {
    return new Caption(options ?? { segment: "" });
  }

  /** A translation request that starts now. */
  translation(options?: TranslationOptions): Translation {
    return new Translation(options ?? {});
  }

  /** A span that starts now. */
  span(name: string, options?: SpanOptions): Span {
    return new Span(name, options);
  }

  /**
   * Calls `work` and measures it: a span, and a histogram `<name>_request_duration` in milliseconds, both with the outcome
   * (ok, error, aborted). Result and rejection come through as they are. Spans and calls that begin in the synchronous part
   * of `work` become children; later ones name `work`'s argument as their `parent`.
   *
   * ```ts
   * const found = await hg.observe("vision", () => provider.analyze(image));
   * ```
   */
  observe<T>(name: string, work: (span: Span) => T, options?: SpanOptions): T {
    return observe(name, work, options);
  }

  /**
   * An event of the app's own.
   *
   * ```ts
   * hg.event("language_changed", { to: "de" });
   * ```
   */
  event(name: string, attributes?: Attributes): void {
    event(name, attributes);
  }

  /**
   * A timer of the app's own: a histogram in milliseconds.
   *
   * ```ts
   * const stop = hg.timer("decode").start();
   * await decode(frame);
   * stop({ codec: "opus" });
   * ```
   */
  timer(name: string): Timer {
    return timer(name);
  }

  /** A counter of the app's own: `add` takes what it rises by. */
  counter(name: string): { add: Take } {
    return { add: own(COUNTER, name) };
  }

  /** A gauge of the app's own: `record` takes each reading. */
  gauge(name: string, options?: { unit?: string }): { record: Take } {
    return { record: own(GAUGE, name, options?.unit) };
  }

  /** A histogram of the app's own: `record` takes each value. */
  histogram(name: string, options?: { unit?: string }): { record: Take } {
    return { record: own(HISTOGRAM, name, options?.unit) };
  }

  /** Sends what has been captured; resolves when it was answered, or could not be. At once where nothing may be told. */
  async flush(): Promise<void> {
    if (!isSilent()) await (await this.lazy)?.flush();
  }

  /** Flushes, then stops for good; at once where the module has not come yet. */
  async shutdown(): Promise<void> {
    if (!stopEarly()) await (await this.lazy)?.shutdown();
  }

  /** What became of the items so far. */
  async counts(): Promise<Counts> {
    return (await this.lazy)?.counts() ?? { captured: 0, delivered: 0, dropped: 0, waiting: 0 };
  }
}

let instance: Honeyguide | undefined;

/** Starts measuring. Returns at once; what happens before the module is there is kept and handed over. */
export function init(options: Options): Honeyguide {
  if (instance) {
    warn("init() was called twice");
    return instance;
  }
  setDebug(!!options?.debug);
  if (!options?.endpoint) warn("no endpoint: the page's own origin is taken");
  if (!options?.key) warn("no write key");
  instance = new Honeyguide(options ?? {});
  return instance;
}

/** The module is loaded when the page has a quiet moment, after 2 s at the latest. */
function whenIdle(): Promise<unknown> {
  return new Promise((resolve) => {
    if ("requestIdleCallback" in globalThis) requestIdleCallback(resolve, { timeout: 2000 });
    else setTimeout(resolve, 200);
  });
}
