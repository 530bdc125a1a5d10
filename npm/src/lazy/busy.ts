import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { INVOKER, Kind, LongTaskField, SCRIPT } from "../catalog";
import type { Attributes } from "./attributes";
import { scrub } from "./core";

interface LongFrame extends PerformanceEntry {
  blockingDuration: number;
  renderStart: number;
  scripts: (PerformanceEntry & { invokerType: string; sourceURL: string; sourceFunctionName: string })[];
}

/** A long animation frame holds its long tasks, and its rendering: where the browser tells of these, they are the items. */
const framed = globalThis.PerformanceObserver?.supportedEntryTypes?.includes("long-animation-frame");

/** The main thread was busy, and with which script. */
export function busy(recorder: Recorder, attributes: Attributes, entry: PerformanceEntry): void {
  const { startTime, duration, entryType } = entry;
  const from = performance.timeOrigin + startTime;
  recorder.busy(from, from + duration);
  if (!framed) attributes.item(Kind.LongTask, from, [LongTaskField.duration, duration], []);
  if (!framed || entryType === "longtask") return;
  const { blockingDuration, renderStart, scripts } = entry as LongFrame;
  const [script] = [...scripts].sort((one, other) => other.duration - one.duration);
  const cells = [
    LongTaskField.duration,
    duration,
    LongTaskField.blocking,
    blockingDuration,
    LongTaskField.scriptDuration,
    script?.duration ?? Number.NaN,
    LongTaskField.rendering,
    renderStart ? startTime + duration - renderStart : Number.NaN,
  ];
  const source = scrub(script?.sourceURL)?.replace(/^[a-z]+:\/\/[^/]*/, "");
  attributes.item(Kind.LongTask, from, cells, [
    [SCRIPT, script && `${source} ${script.sourceFunctionName}`.trim()],
    [INVOKER, script?.invokerType],
  ]);
}
