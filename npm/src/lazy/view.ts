import { Recorder } from "../../wasm/honeyguide_sdk.js";
import {
  APP_NAME,
  APP_VERSION,
  ENVIRONMENT,
  Kind,
  NETWORK_TYPE,
  REASON,
  ROUTE,
  SOURCE_MAPS,
  STATE,
  VIEW,
  ViewField,
  VisibilityField,
} from "../catalog";
import type { Handlers } from "../observations";
import type { Options } from "../types";
import { Attributes } from "./attributes";
import { busy } from "./busy";
import { Calls } from "./calls";
import { Captions } from "./captions";
import { Clock } from "./clock";
import {
  batchUrl,
  door,
  drainEntries,
  expectPaint,
  guarded,
  handOver,
  isSilent,
  now,
  routeOf,
  text,
  weight,
} from "./core";
import { Lines } from "./lines";
import type { Redact } from "./redact";
import type { Store } from "./store";
import { Translations } from "./translations";
import { Transport } from "./transport";
import { Vitals } from "./vitals";

const BATCH_INTERVAL = 10_000;
/** A page with nothing to tell says at least this often that it is there, milliseconds: one that is silent for longer was killed. */
const SIGN_OF_LIFE = 120_000;
/** The heart beats this often, milliseconds: closes idle segments, polls, sends. */
export const BEAT = 1000;
// As the protocol's PageState numbers them.
const VISIBLE = 0;
const HIDDEN = 1;
const LEFT = 2;
/** A view that did not begin with the page: at an entry's time, back from the back/forward cache or with consent anew. */
export interface Begun {
  readonly at: number;
  readonly restored: boolean;
}

/** How many sessions this page's stand for. */
let every = 1;

/** The view that goes on. Routes are watched once for all. */
let current: View | undefined;

const hidden = () => globalThis.document?.visibilityState === "hidden";

/** One page view, from its first observation to its last batch. */
export class View {
  readonly _recorder: Recorder;
  readonly _transport: Transport;
  private readonly _attributes: Attributes;
  private readonly _captions: Captions;
  private readonly _lines: Lines;
  private readonly _translations: Translations;
  private readonly _calls: Calls;
  private readonly _vitals: Vitals | undefined;
  readonly #clock: Clock;
  readonly #batchInterval: number;
  readonly #resource = new Map<number, string | undefined>();
  #closedAt = performance.now();
  #aliveAt = 0;
  #beatAt = now();
  /** When the page was hidden last: for ever while it is, until just now once it is visible again. */
  #hiddenAt = 0;
  #left = false;
  /** The last state was told. */
  #told = false;
  /** The page became visible or hidden then. */
  #changedAt: number;
  /** A route that was not painted yet. */
  #shown: { at: number; frame: number; route: string | undefined; reason: string } | undefined;

  constructor(
    private readonly _options: Options,
    store: Store,
    redact: Redact | undefined,
    asked: (every: number) => void,
    begun: Begun | undefined,
  ) {
    const { endpoint, paths, timeEndpoint, batchInterval = BATCH_INTERVAL, app } = _options;
    const [high = 0, low = 0] = crypto.getRandomValues(new Uint32Array(2));
    const recorder = new Recorder(high, low);
    this._recorder = recorder;
    this.#changedAt = performance.timeOrigin + (begun?.at ?? 0);
    this.#batchInterval = Math.max(Number(batchInterval) || BATCH_INTERVAL, 200);
    this._attributes = new Attributes(recorder, redact);
    this._captions = new Captions(recorder, this._attributes, drainEntries, () => this._calls._hearing.lag);
    const hiddenSince = (time: number) => this.#hiddenAt > time;
    this._lines = new Lines(this._captions, hiddenSince);
    this._translations = new Translations(this._attributes, hiddenSince);
    this._calls = new Calls(recorder, this._attributes);
    if (hidden()) this.#hiddenAt = Number.POSITIVE_INFINITY;
    if (globalThis.document && begun?.restored !== false) {
      this._vitals = new Vitals(recorder, this._attributes, begun?.at);
    }
    this.#clock = new Clock(recorder, timeEndpoint ?? door(endpoint, paths?.time ?? "/v1/time"));
    const page = `${high}-${low}`;
    this._transport = new Transport(recorder, batchUrl(_options), page, store, asked);
    this.weigh();
    this.#set([
      [APP_NAME, text(app?.name)],
      [APP_VERSION, text(app?.version)],
      [ENVIRONMENT, text(app?.environment)],
      [SOURCE_MAPS, text(app?.sourceMaps)],
      [NETWORK_TYPE, this.#network()],
      [VIEW, this.#route()],
    ]);
    this.#clock.check(false);
    if (!globalThis.document) return;
    if (!current) watchRoutes();
    this.show(begun ? (begun.restored ? "restored" : "route") : "load");
  }

  /** From now on observations come here. */
  takeOver(): void {
    current = this;
    const { _lines: lines, _translations: translations, _calls: calls } = this;
    const handlers: Handlers = {
      update: (...noted) => lines.update(...noted),
      wrote: (line, at) => lines.wrote(line, at),
      frame: (frame) => {
        lines.frame(frame);
        translations.frame(frame);
        if (this.#shown && !this.#shown.frame) this.#shown.frame = frame;
      },
      painted: (frame, at) => {
        lines.painted(frame, at);
        translations.painted(frame, at);
        if (this.#shown?.frame === frame) this.#tellRoute(at);
      },
      close: (line) => lines.close(line),
      translation: (number, at, from, to) => translations.begin(number, at, from, to),
      token: (number, at) => translations.token(number, at),
      done: (number, at, accuracy) => translations.done(number, at, accuracy),
      connection: (...noted) => calls.told(...noted),
      entries: (entries) => {
        for (const entry of entries) {
          if (entry.entryType.startsWith("long"))
            busy(this._recorder, this._attributes, entry, this._options);
          else this._vitals?.entry(entry);
        }
      },
      item: (kind, at, cells, known, own) => this._attributes.item(kind, at, cells, known, own),
      forgotten: (count) => this._recorder._forgotten(count),
      resource: (key, text) => this.#set([[key, text]]),
      hidden: (leaving, at) => this.#hide(leaving, at),
      visible: (at) => {
        this.#changed("hidden", at);
        this.#hiddenAt = at;
        this.#clock.check(true);
      },
    };
    handOver(handlers);
  }

  async flush(): Promise<void> {
    this._lines.beat(now());
    this._captions.settle();
    this.#close();
    await this._transport.drain();
  }

  /** Everything that is open comes to its end. */
  end(): void {
    this._lines.leave();
    this._captions.closeAll();
    this._vitals?.hidden();
    this._recorder._close(LEFT, false);
  }

  beat(): void {
    const at = now();
    // Without long task entries (Firefox) a late beat is the only sign of a busy thread; hidden pages beat late by themselves.
    if (!hidden()) this._recorder._beat(this.#beatAt, at, BEAT);
    this.#beatAt = at;
    const time = performance.now();
    this._lines.beat(at);
    this._translations.beat(at);
    this._captions.beat();
    this.#clock.check(false);
    this.#set([[NETWORK_TYPE, this.#network()]]);
    void this._calls.beat(!hidden());
    this._recorder._speech(at, !hidden() && this._calls._hearing.speaking);
    if (time - this.#closedAt >= this.#batchInterval - BEAT / 2) {
      this.#closedAt = time;
      if (this.#close(time - this.#aliveAt >= SIGN_OF_LIFE)) this.#aliveAt = time;
    }
  }

  #hide(leaving: boolean, at: number): void {
    // A page that is left is told to be hidden before, or after.
    this.#left ||= leaving;
    this.#changed(this.#hiddenAt === Number.POSITIVE_INFINITY ? "hidden" : "visible", at);
    if (!leaving) this.#hiddenAt = Number.POSITIVE_INFINITY;
    this._vitals?.hidden();
    if (leaving) {
      this._calls.leave();
      this._lines.leave();
      this._translations.leave();
      this._captions.closeAll();
    } else this._captions.settle();
    this._recorder._close(this.#left ? LEFT : HIDDEN, false);
    this._transport.sendAll(leaving);
    this._transport.spill();
  }

  /** The page was in a state until now. */
  #changed(state: string, at: number): void {
    if (this.#told) return;
    this.#told = this.#left;
    const duration = at - this.#changedAt;
    this.#changedAt = at;
    if (duration > 0) {
      this._attributes.item(Kind.Visibility, at, [VisibilityField.duration, duration], [[STATE, state]]);
    }
  }

  /** Closes the open batch, with `quiet` even if nothing is in it. Whether it made a batch. */
  #close(quiet = false): boolean {
    return this._recorder._close(hidden() ? HIDDEN : VISIBLE, quiet) > 0;
  }

  /** Items weigh as many sessions as this one stands for. */
  weigh(): void {
    // A session that began anew was not asked whether it is in the sample: the page is.
    every = weight(this._options) || every;
    this._recorder._weigh(every === 1 ? 0 : every);
  }

  /** Attributes of everything from now on; what was captured before keeps its own. */
  #set(known: [key: number, text: string | undefined][]): void {
    const news = known.filter(([key, text]) => this.#resource.get(key) !== text);
    if (news.length === 0) return;
    this._captions.settle();
    this.#close();
    for (const [key, text] of news) this.#resource.set(key, text);
    this._recorder._resource(this._attributes.resource([...this.#resource]));
  }

  #network(): string | undefined {
    const { connection } = navigator as { connection?: { type?: string; effectiveType?: string } };
    return connection?.effectiveType ?? connection?.type;
  }

  #route(): string | undefined {
    return routeOf(location.pathname, this._options);
  }

  /** The address changed, or may have. */
  moved(): void {
    if (this.#route() !== this.#resource.get(VIEW)) this.show("route");
  }

  /** A route is shown, which is not painted yet. */
  show(reason: string): void {
    this.#tellRoute(Number.NaN);
    const route = this.#route();
    this.#set([[VIEW, route]]);
    // A page that is loaded has its own timings of what it painted.
    this.#shown = { at: now(), frame: 0, route, reason };
    if (reason === "load" || hidden()) this.#tellRoute(Number.NaN);
    else expectPaint();
  }

  #tellRoute(painted: number): void {
    if (!this.#shown) return;
    const { at, route, reason } = this.#shown;
    this.#shown = undefined;
    this._attributes.item(
      Kind.View,
      at,
      [ViewField.painted, painted - at],
      [
        [ROUTE, route],
        [REASON, reason],
      ],
    );
  }
}

/** Single-page apps change the route by themselves: each is a view. */
function watchRoutes(): void {
  const changed = () => {
    if (!isSilent()) guarded(() => current?.moved());
  };
  const { history } = globalThis;
  for (const name of ["pushState", "replaceState"] as const) {
    const native = history[name];
    history[name] = function (this: History, ...given) {
      native.apply(this, given);
      changed();
    };
  }
  addEventListener("popstate", changed);
}
