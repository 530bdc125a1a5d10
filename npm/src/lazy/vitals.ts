import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { Kind, LongTaskField, NAME, WebVitalField } from "../catalog";
import type { Attributes } from "./attributes";
import { bounced, drainEntries, now } from "./core";

type Named = "TTFB" | "FCP" | "LCP" | "CLS" | "INP";
interface LayoutShift {
  value: number;
  hadRecentInput: boolean;
}

/** Page timings, by the definitions of the web-vitals library. */
export class Vitals {
  readonly #activation: number;
  #firstHidden: number;
  #painted = false;
  readonly #reported = new Map<Named, number[]>();

  constructor(
    private readonly _recorder: Recorder,
    private readonly _attributes: Attributes,
  ) {
    const [navigation] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
    this.#activation = (navigation as { activationStart?: number } | undefined)?.activationStart ?? 0;
    this.#firstHidden = this.#hiddenBefore();
    for (const type of ["keydown", "click"]) addEventListener(type, this.#finishLcp, true);
    whenLoaded(() => {
      const start = navigation?.responseStart ?? Number.NaN;
      this.#report("TTFB", _recorder.ttfb(start, this.#activation, performance.now()));
    });
  }

  /** Entries of the performance timeline, in whatever order. */
  entries(entries: PerformanceEntry[]): void {
    const { _recorder: recorder } = this;
    for (const entry of entries) {
      const { entryType, startTime, duration } = entry;
      const { interactionId, value, hadRecentInput } = entry as Partial<PerformanceEventTiming & LayoutShift>;
      const from = performance.timeOrigin + startTime;
      if (entryType === "paint") this.#paint(entry);
      else if (entryType === "layout-shift") recorder.shift(startTime, value ?? 0, hadRecentInput === true);
      else if (entryType === "largest-contentful-paint") {
        recorder.lcp_candidate(startTime, this.#firstHidden, this.#activation);
      } else if (interactionId) recorder.interaction(interactionId, startTime, duration);
      else if (entryType.startsWith("long")) {
        recorder.busy(from, from + duration);
        // A long animation frame holds its long tasks, and its rendering: one of the two is the item.
        if (entryType === "longtask") {
          this._attributes.item(Kind.LongTask, from, [LongTaskField.duration, duration], []);
        }
      }
    }
  }

  /** The page is hidden: what is not final by now may never be. */
  hidden(): void {
    this.#firstHidden = Math.min(this.#firstHidden, performance.now());
    this.#report("LCP", this._recorder.lcp());
    // As the library does, to agree with the Chrome user experience report: no shifts without a first paint.
    if (this.#painted) this.#report("CLS", this._recorder.cls());
    const { interactionCount } = performance as { interactionCount?: number };
    this.#report("INP", this._recorder.inp(interactionCount ?? Number.NaN));
  }

  #paint(entry: PerformanceEntry): void {
    if (entry.name !== "first-contentful-paint") return;
    const fcp = this._recorder.fcp(entry.startTime, this.#firstHidden, this.#activation);
    this.#painted ||= !Number.isNaN(fcp);
    this.#report("FCP", fcp);
  }

  readonly #finishLcp = (event: Event) => {
    if (!event.isTrusted) return;
    for (const type of ["keydown", "click"]) removeEventListener(type, this.#finishLcp, true);
    // Entries of paints before the input may still be on their way to the observer.
    setTimeout(() => {
      drainEntries();
      this.#report("LCP", this._recorder.lcp());
    });
  };

  /** Reports a value once, and again only where it may grow and has grown. */
  #report(name: Named, value: number): void {
    // What went ahead of the module is final, or grows from there.
    const before = this.#reported.get(name) ?? (bounced() ? [Number.NaN] : []);
    const mayGrow = name === "CLS" || name === "INP";
    if (Number.isNaN(value) || before.at(-1) === value || (before.length > 0 && !mayGrow)) return;
    this.#reported.set(name, [...before, value]);
    const field = name === "CLS" ? WebVitalField.score : WebVitalField.time;
    const cells = [field, value, WebVitalField.revision, before.length || Number.NaN];
    this._attributes.item(Kind.WebVital, now(), cells, [[NAME, name]]);
  }

  #hiddenBefore(): number {
    const seen = performance
      .getEntriesByType("visibility-state")
      .find((entry) => entry.name === "hidden" && entry.startTime >= this.#activation);
    return seen?.startTime ?? (document.visibilityState === "hidden" ? 0 : Number.POSITIVE_INFINITY);
  }
}

function whenLoaded(then: () => void): void {
  if (document.readyState === "complete") setTimeout(then);
  else addEventListener("load", () => setTimeout(then), true);
}
