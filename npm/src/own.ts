import { scrub } from "./address";
import { Kind, NAME, OUTCOME, OwnCounterField, OwnGaugeField, OwnHistogramField, UNIT } from "./catalog";
import { guarded, item, text, warn } from "./observations";
import { Span, type SpanOptions, within } from "./span";
import { now } from "./time";
import type { Attributes } from "./types";

export const COUNTER = [Kind.OwnCounter, OwnCounterField.increment] as const;
export const GAUGE = [Kind.OwnGauge, OwnGaugeField.value] as const;
export const HISTOGRAM = [Kind.OwnHistogram, OwnHistogramField.value] as const;

/** Takes the values of one metric. `attributes` tell its series apart; keep their values few. */
export type Take = (value: number, attributes?: Attributes) => void;

/** What takes the values of one metric of the app's own. */
export function own(
  [kind, field]: readonly [Kind, number],
  name: string,
  unit?: string,
  outcome?: string,
): Take {
  return (value, attributes) =>
    guarded(() => {
      if (!Number.isFinite(value) || (kind === Kind.OwnCounter && value < 0)) {
        warn(`${name} was given ${value}`);
        return;
      }
      const known: [number, string | undefined][] = [
        [NAME, name],
        [UNIT, unit],
        [OUTCOME, outcome],
      ];
      item(kind, now(), [field, value], known, Object.entries(attributes ?? {}));
    });
}

/** See `Honeyguide.event`. */
export function event(name: string, attributes?: Attributes): void {
  guarded(() => item(Kind.OwnEvent, now(), [], [[NAME, name]], Object.entries(attributes ?? {})));
}

/** Measures how long something takes, in milliseconds. */
export interface Timer {
  /** Begins; what comes back ends it: only its first call counts, and says how many milliseconds it took. */
  start(): (attributes?: Attributes) => number;
  /** Takes a duration that was measured already, milliseconds. */
  record: Take;
}

export function timer(name: string): Timer {
  const record = own(HISTOGRAM, name, "ms");
  return {
    record,
    start() {
      const start = now();
      let took: number | undefined;
      return (attributes) => {
        if (took === undefined) {
          took = now() - start;
          record(took, attributes);
        }
        return took;
      };
    },
  };
}

/** See `Honeyguide.observe`. */
export function observe<T>(name: string, work: (span: Span) => T, options?: SpanOptions): T {
  const start = now();
  const span = new Span(name, options);
  const end = (outcome: string) => {
    own(HISTOGRAM, `${text(name)}_request_duration`, "ms", outcome)(now() - start);
    span.setAttribute("outcome", outcome).end();
  };
  const fail = (fault: unknown) => {
    const aborted = guarded(() => (fault as Error | undefined)?.name) === "AbortError";
    if (!aborted) span.fail(scrub(fault));
    end(aborted ? "aborted" : "error");
    throw fault;
  };
  let result: T;
  try {
    // A promise in the place of a function has begun before: it is measured from here.
    result = typeof work === "function" ? within(span, () => work(span)) : work;
  } catch (fault) {
    return fail(fault);
  }
  const settle = (value: T) => {
    end("ok");
    return value;
  };
  // Only the promise that is handed on knows whether the app handles a rejection.
  const then = guarded(() => (result as Partial<PromiseLike<unknown>> | undefined)?.then);
  return typeof then === "function" ? (Promise.resolve(result).then(settle, fail) as T) : settle(result);
}
