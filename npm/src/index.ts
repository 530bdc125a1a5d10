import { Caption } from "./caption";
import { core } from "./core";
import { watch } from "./early";
import type { Lazy } from "./lazy/index";
import { guarded, item, setDebug, stopEarly, warn } from "./observations";
import { COUNTER, GAUGE, HISTOGRAM, own, type Take } from "./own";
import { Span } from "./span";
import { Translation } from "./translation";
import type { CaptionOptions, Counts, Options, TranslationOptions } from "./types";

export type {
  AttributeValue,
  CaptionOptions,
  Counts,
  Options,
  TranslationOptions,
  UpdateOptions,
} from "./types";
export type { Caption, Span, Translation };

/** What `init` gives. */
export class Honeyguide {
  private readonly lazy: Promise<Lazy | undefined>;
  /** @internal What the adapters record by. */
  readonly _item: typeof item = item;

  /** Use {@link init}. */
  constructor(options: Options) {
    if (!globalThis.document) {
      // On a server there is nothing to measure.
      this.lazy = Promise.resolve(undefined);
      return;
    }
    guarded(() => watch(options));
    this.lazy = whenIdle()
      .then(() => import("./lazy/index"))
      .then(({ start }) => start(options, core))
      .catch((fault) => {
        warn(`could not start: ${fault}`);
        return undefined;
      });
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
  span(name: string, options?: { parent?: Span }): Span {
    return new Span(name, options?.parent);
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

  /** Sends what has been captured; resolves when it was answered, or could not be. */
  async flush(): Promise<void> {
    await (await this.lazy)?.flush();
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
    warn("init() was called twice; the first stays");
    return instance;
  }
  setDebug(options?.debug === true);
  if (!options?.endpoint) warn("init() has no endpoint: the page's own origin is taken");
  if (!options?.key) warn("init() needs the app's write key");
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
