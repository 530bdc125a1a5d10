import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import {
  INTERACTION,
  Kind,
  LOAD_STATE,
  NAME,
  NAVIGATION,
  NavigationField,
  TARGET,
  WebVitalField,
} from "../catalog";
import type { Known } from "../observations";
import type { Attributes } from "./attributes";
import { bounced, drainEntries, now } from "./core";
import { selector } from "./selector";

type Named = "TTFB" | "FCP" | "LCP" | "CLS" | "INP";
/** What explains a value: fields and their numbers, attributes and their texts. */
type Reasons = [cells: number[], known: Known];

interface LayoutShift extends PerformanceEntry {
  value: number;
  hadRecentInput: boolean;
  sources?: { node?: Node | null; currentRect: DOMRectReadOnly }[];
}

/** One interaction: its longest event, and the handlers of all. */
interface Interaction {
  start: number;
  duration: number;
  name: string;
  target: Node | null | undefined;
  begun: number;
  ended: number;
}

/** Interactions that may turn out to be the one that counts. */
const KEPT_INTERACTIONS = 20;

/** Page timings, by the definitions of the web-vitals library. */
export class Vitals {
  readonly #navigation: PerformanceNavigationTiming | undefined;
  readonly #activation: number;
  #firstHidden: number;
  /** Interactions of the page views before. */
  readonly #before: number;
  #painted = false;
  readonly #reported = new Map<Named, number[]>();
  readonly #interactions = new Map<number, Interaction>();
  #largestPaint: LargestContentfulPaint | undefined;
  #largestShift: LayoutShift | undefined;

  constructor(
    private readonly _recorder: Recorder,
    private readonly _attributes: Attributes,
    /** When the page came back from the back/forward cache, as an entry's time: another page view. */
    private readonly _restored: number | undefined,
  ) {
    [this.#navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    this.#activation =
      _restored ?? (this.#navigation as { activationStart?: number } | undefined)?.activationStart ?? 0;
    this.#firstHidden = this.#hiddenBefore();
    this.#before = _restored === undefined ? 0 : interactions();
    if (_restored !== undefined) {
      this.#restore();
      return;
    }
    for (const type of ["keydown", "click"]) addEventListener(type, this.#finishLcp, true);
    whenLoaded(() => this.#loaded());
  }

  /** Entries of the performance timeline, in whatever order. Main thread: see `busy.ts`. */
  entry(entry: PerformanceEntry): void {
    const { _recorder: recorder } = this;
    const { entryType, startTime, duration } = entry;
    if (startTime < (this._restored ?? 0)) return;
    if (entryType === "paint") this.#paint(entry);
    else if (entryType === "layout-shift") {
      const shift = entry as LayoutShift;
      recorder._shift(startTime, shift.value, shift.hadRecentInput);
      if (!shift.hadRecentInput && shift.value > (this.#largestShift?.value ?? 0)) this.#largestShift = shift;
    } else if (entryType === "largest-contentful-paint") {
      if (this._restored !== undefined) return;
      const before = recorder._lcp();
      recorder._lcp_candidate(startTime, this.#firstHidden, this.#activation);
      if (recorder._lcp() !== before) this.#largestPaint = entry as LargestContentfulPaint;
    } else {
      const { interactionId } = entry as PerformanceEventTiming;
      if (!interactionId) return;
      recorder._interaction(interactionId, startTime, duration);
      const { processingStart, processingEnd, name, target } = entry as PerformanceEventTiming;
      const known = this.#interactions.get(interactionId);
      // Its events end with one frame: together they are what it waited for.
      const begun = Math.min(processingStart, known?.begun ?? processingStart);
      const ended = Math.max(processingEnd, known?.ended ?? processingEnd);
      const longest = duration <= (known?.duration ?? 0) ? known : { start: startTime, duration, name };
      // Not each of its events names the element.
      if (longest) {
        const named = known?.target ?? target;
        this.#interactions.set(interactionId, { ...longest, target: named, begun, ended });
      }
      if (this.#interactions.size <= KEPT_INTERACTIONS) return;
      const shortest = [...this.#interactions].sort(([, one], [, other]) => one.duration - other.duration)[0];
      if (shortest) this.#interactions.delete(shortest[0]);
    }
  }

  /** The page is hidden: what is not final by now may never be. */
  hidden(): void {
    this.#firstHidden = Math.min(this.#firstHidden, performance.now());
    this.#reportLcp();
    // As the library does, to agree with the Chrome user experience report: no shifts without a first paint.
    if (this.#painted && tells("layout-shift"))
      this.#report("CLS", this._recorder._cls(), () => this.#whyShifted());
    const inp = this._recorder._inp(interactions() - this.#before);
    this.#report("INP", inp, () => this.#whySlow(inp));
  }

  #paint(entry: PerformanceEntry): void {
    if (entry.name !== "first-contentful-paint" || this._restored !== undefined) return;
    const fcp = this._recorder._fcp(entry.startTime, this.#firstHidden, this.#activation);
    this.#painted ||= !Number.isNaN(fcp);
    const first = this.#firstByte();
    this.#report("FCP", fcp, () => [
      [WebVitalField.ttfb, first, WebVitalField.renderDelay, fcp - first],
      [[LOAD_STATE, this.#loadState(entry.startTime)]],
    ]);
  }

  readonly #finishLcp = (event: Event) => {
    if (!event.isTrusted) return;
    for (const type of ["keydown", "click"]) removeEventListener(type, this.#finishLcp, true);
    // Entries of paints before the input may still be on their way to the observer.
    setTimeout(() => {
      drainEntries();
      this.#reportLcp();
    });
  };

  #reportLcp(): void {
    const lcp = this._recorder._lcp();
    this.#report("LCP", lcp, () => this.#whyLate(lcp));
  }

  /** The parts of the time to the largest paint, by its resource where it has one. */
  #whyLate(lcp: number): Reasons {
    const { element, url } = this.#largestPaint ?? {};
    const since = (time: number | undefined) => (time ? time - this.#activation : 0);
    const [resource] = (
      url ? performance.getEntriesByName(url, "resource") : []
    ) as PerformanceResourceTiming[];
    const first = this.#firstByte();
    const asked = Math.max(first, since(resource?.requestStart || resource?.startTime));
    const loaded = Math.min(lcp, Math.max(asked, since(resource?.responseEnd)));
    return [
      [
        WebVitalField.ttfb,
        first,
        WebVitalField.loadDelay,
        asked - first,
        WebVitalField.loadDuration,
        loaded - asked,
        WebVitalField.renderDelay,
        lcp - loaded,
      ],
      [[TARGET, selector(element)]],
    ];
  }

  #whyShifted(): Reasons {
    const { value, startTime, sources = [] } = this.#largestShift ?? {};
    const area = ({ currentRect: { width, height } }: { currentRect: DOMRectReadOnly }) => width * height;
    const [largest] = [...sources].sort((one, other) => area(other) - area(one));
    return [
      [WebVitalField.largestShift, value ?? Number.NaN],
      [
        [TARGET, selector(largest?.node)],
        [LOAD_STATE, startTime && this.#loadState(startTime)],
      ],
    ];
  }

  #whySlow(inp: number): Reasons {
    const slow = [...this.#interactions.values()].find(({ duration }) => duration === inp);
    if (!slow) return [[], []];
    const { start, begun, ended, name, target } = slow;
    return [
      [
        WebVitalField.inputDelay,
        Math.max(begun - start, 0),
        WebVitalField.processing,
        ended - begun,
        WebVitalField.presentation,
        Math.max(start + inp - ended, 0),
      ],
      [
        [TARGET, selector(target)],
        [INTERACTION, name.startsWith("key") ? "keyboard" : "pointer"],
        [LOAD_STATE, this.#loadState(start)],
      ],
    ];
  }

  /** The document is loaded: the first byte, and the navigation part by part. */
  #loaded(): void {
    const entry = this.#navigation;
    const since = (time: number | undefined) => Math.max((time ?? Number.NaN) - this.#activation, 0);
    const ttfb = this._recorder._ttfb(
      entry?.responseStart ?? Number.NaN,
      this.#activation,
      performance.now(),
    );
    const waited = since(entry?.workerStart || entry?.fetchStart);
    const [found, connecting, connected] = [
      since(entry?.domainLookupStart),
      since(entry?.connectStart),
      since(entry?.connectEnd),
    ];
    this.#report("TTFB", ttfb, () => [
      [
        WebVitalField.waiting,
        waited,
        WebVitalField.cache,
        found - waited,
        WebVitalField.dns,
        connecting - found,
        WebVitalField.connect,
        connected - connecting,
        WebVitalField.request,
        ttfb - connected,
      ],
      [],
    ]);
    // What went ahead of the module has told the rest as well.
    if (!entry || bounced()) return;
    const cells = [
      NavigationField.redirect,
      entry.redirectEnd - entry.redirectStart,
      NavigationField.dns,
      entry.domainLookupEnd - entry.domainLookupStart,
      NavigationField.connect,
      entry.connectEnd - entry.connectStart,
      NavigationField.tls,
      entry.secureConnectionStart ? entry.connectEnd - entry.secureConnectionStart : Number.NaN,
      NavigationField.waiting,
      entry.responseStart - entry.requestStart,
      NavigationField.response,
      entry.responseEnd - entry.responseStart,
      NavigationField.interactive,
      since(entry.domInteractive),
      NavigationField.loaded,
      since(entry.loadEventEnd),
    ];
    this._attributes.item(Kind.Navigation, now(), cells, [[NAVIGATION, entry.type]]);
  }

  /** Back from the back/forward cache: there was no request, and the second frame is the paint. */
  #restore(): void {
    this.#report("TTFB", 0);
    requestAnimationFrame(() =>
      requestAnimationFrame(() => {
        const painted = performance.now() - this.#activation;
        this.#painted = true;
        this.#report("FCP", painted);
        if (tells("largest-contentful-paint")) this.#report("LCP", painted);
      }),
    );
  }

  #firstByte(): number {
    return Math.max((this.#navigation?.responseStart ?? 0) - this.#activation, 0);
  }

  #loadState(time: number): string {
    const { domInteractive = 0, domContentLoadedEventStart = 0, domComplete = 0 } = this.#navigation ?? {};
    const before = (end: number) => end === 0 || time < end;
    if (before(domInteractive)) return "loading";
    if (before(domContentLoadedEventStart)) return "dom-interactive";
    return before(domComplete) ? "dom-content-loaded" : "complete";
  }

  /** Reports a value once, and again only where it may grow and has grown. */
  #report(name: Named, value: number, why?: () => Reasons): void {
    // What went ahead of the module is final, or grows from there.
    const before =
      this.#reported.get(name) ?? (bounced() && this._restored === undefined ? [Number.NaN] : []);
    const mayGrow = name === "CLS" || name === "INP";
    if (Number.isNaN(value) || before.at(-1) === value || (before.length > 0 && !mayGrow)) return;
    this.#reported.set(name, [...before, value]);
    const field = name === "CLS" ? WebVitalField.score : WebVitalField.time;
    const [cells = [], known = []] = why?.() ?? [];
    this._attributes.item(
      Kind.WebVital,
      now(),
      [field, value, WebVitalField.revision, before.length || Number.NaN, ...cells],
      [
        [NAME, name],
        [NAVIGATION, this._restored === undefined ? this.#navigation?.type : "restored"],
        ...known,
      ],
    );
  }

  #hiddenBefore(): number {
    const seen = performance
      .getEntriesByType("visibility-state")
      .find((entry) => entry.name === "hidden" && entry.startTime >= this.#activation);
    return seen?.startTime ?? (document.visibilityState === "hidden" ? 0 : Number.POSITIVE_INFINITY);
  }
}

/** Whether the browser has such entries: what it cannot see is absent, not 0. */
const tells = (type: string) => PerformanceObserver.supportedEntryTypes?.includes(type);

const interactions = () => (performance as { interactionCount?: number }).interactionCount ?? Number.NaN;

function whenLoaded(then: () => void): void {
  if (document.readyState === "complete") setTimeout(then);
  else addEventListener("load", () => setTimeout(then), true);
}
