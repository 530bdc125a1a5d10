import { guarded, note, warn } from "./observations";
import { now } from "./time";
import type { AttributeValue } from "./types";

/** As the module numbers them. */
export const COUNTER = 0;
export const GAUGE = 1;
export const HISTOGRAM = 2;

/** One value of a metric of the app's own. */
export interface OwnValue {
  readonly instrument: number;
  readonly name: string;
  readonly unit: string | undefined;
  readonly value: number;
  readonly attributes: [name: string, value: string][];
  readonly at: number;
}

/** Takes the values of one metric. `attributes` tell its series apart; keep their values few. */
export type Take = (value: number, attributes?: Record<string, AttributeValue>) => void;

/** What takes the values of one metric of the app's own. */
export function own(instrument: number, name: string, unit?: string): Take {
  return (value, attributes) =>
    guarded(() => {
      if (!Number.isFinite(value) || (instrument === COUNTER && value < 0)) {
        warn(`${name} was given ${value}: a metric takes a number, a counter none below 0`);
        return;
      }
      note("own", {
        instrument,
        name: String(name),
        unit: unit && String(unit),
        value,
        attributes: Object.entries(attributes ?? {}).flatMap(
          ([name, value]) => guarded((): [string, string][] => [[name, String(value)]]) ?? [],
        ),
        at: now(),
      });
    });
}
