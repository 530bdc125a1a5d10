import { Kind, NAME, OwnCounterField, OwnGaugeField, OwnHistogramField, UNIT } from "./catalog";
import { guarded, item, warn } from "./observations";
import { now } from "./time";
import type { AttributeValue } from "./types";

export const COUNTER = [Kind.OwnCounter, OwnCounterField.increment] as const;
export const GAUGE = [Kind.OwnGauge, OwnGaugeField.value] as const;
export const HISTOGRAM = [Kind.OwnHistogram, OwnHistogramField.value] as const;

/** Takes the values of one metric. `attributes` tell its series apart; keep their values few. */
export type Take = (value: number, attributes?: Record<string, AttributeValue>) => void;

/** What takes the values of one metric of the app's own. */
export function own([kind, field]: readonly [Kind, number], name: string, unit?: string): Take {
  return (value, attributes) =>
    guarded(() => {
      if (!Number.isFinite(value) || (kind === Kind.OwnCounter && value < 0)) {
        warn(`${name} was given ${value}: a metric takes a number, a counter none below 0`);
        return;
      }
      const known: [number, string | undefined][] = [
        [NAME, name],
        [UNIT, unit],
      ];
      item(kind, now(), [field, value], known, Object.entries(attributes ?? {}));
    });
}
