import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { INVOKER, Kind, LongTaskField, SCRIPT } from "../catalog";
import type { Options } from "../types";
import type { Attributes } from "./attributes";
import { routeOf } from "./core";

interface LongFrame extends PerformanceEntry {
  blockingDuration: number;
  renderStart: number;
  scripts: (PerformanceEntry & { invokerType: string; sourceURL: string; sourceFunctionName: string })[];
}

/** A long animation frame holds its long tasks, and its rendering: where the browser tells of these, they are the items. */
const framed = globalThis.PerformanceObserver?.supportedEntryTypes?.includes("long-animation-frame");

/** The main thread was busy, and with which script. */
export function busy(
  recorder: Recorder,
  attributes: Attributes,
  entry: PerformanceEntry,
  options: Options,
): void {
  const { startTime, duration, entryType } = entry;
  const from = performance.timeOrigin + startTime;
  recorder._busy(from, from + duration);
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
  // The page's own address is that of its inline scripts; those of other kinds hold anything.
  const path = /^https?:\/\/[^/]*([^?#]*)/.exec(script?.sourceURL ?? "")?.[1] ?? "";
  const source = path === globalThis.location.pathname ? routeOf(path, options) : path;
  attributes.item(Kind.LongTask, from, cells, [
    [SCRIPT, script && `${source} ${script.sourceFunctionName}`.trim()],
    [INVOKER, script?.invokerType],
  ]);
}
