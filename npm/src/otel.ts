import {
  type Attributes,
  type Context,
  type ContextManager,
  type Counter,
  context,
  type Gauge,
  type Histogram,
  type Meter,
  type MeterProvider,
  type MetricOptions,
  metrics,
  type Observable,
  propagation,
  ROOT_CONTEXT,
  type Span,
  type SpanOptions,
  type SpanStatus,
  SpanStatusCode,
  type TextMapPropagator,
  type TimeInput,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import type { Honeyguide, Attributes as OwnAttributes, Span as OwnSpan } from "./index";

/** What {@link register} takes. */
export interface RegisterOptions {
  /** Milliseconds between the readings of observable instruments; 10 000 by default. */
  readEvery?: number;
}

/** Series of one up-down or observable counter beyond this many are not kept apart. */
const MOST_SERIES = 1000;
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0+-)([\da-f]{32})-(?!0+-)([\da-f]{16})-/;

/**
 * Makes Honeyguide the tracer and meter provider of `@opentelemetry/api`: what is instrumented for OpenTelemetry reports to
 * it without a change. Returns both providers, for code that wants them handed over.
 *
 * ```ts
 * import { init } from "@honeyguide/browser";
 * import { register } from "@honeyguide/browser/otel";
 * import { registerInstrumentations } from "@opentelemetry/instrumentation";
 * import { FetchInstrumentation } from "@opentelemetry/instrumentation-fetch";
 *
 * register(init({ endpoint, key, app }));
 * registerInstrumentations({ instrumentations: [new FetchInstrumentation({ ignoreUrls: [/\/v1\/batch/, /\/v1\/time/] })] });
 * ```
 *
 * A context lasts as long as the synchronous part of what runs in it: after an `await`, name it (`context.with`,
 * `context.bind`) or register a context manager such as `@opentelemetry/context-zone` before. Links are not kept, lists become
 * texts, an up-down counter is a gauge of its sum in this page, and observable instruments are read every 10 s.
 */
export function register(
  hg: Honeyguide,
  { readEvery = 10_000 }: RegisterOptions = {},
): { tracerProvider: TracerProvider; meterProvider: MeterProvider } {
  let active = ROOT_CONTEXT;
  const manager: ContextManager = {
    active: () => active,
    with(ctx, work, self, ...given) {
      const before = active;
      active = ctx;
      try {
        return hg._within(ownSpan(ctx), () => work.call(self as ThisParameterType<typeof work>, ...given));
      } finally {
        active = before;
      }
    },
    bind<T>(ctx: Context, work: T): T {
      if (typeof work !== "function") return work;
      return function (this: unknown, ...given: unknown[]) {
        return manager.with(ctx, work as () => unknown, this as never, ...(given as []));
      } as T;
    },
    enable: () => manager,
    disable: () => manager,
  };
  const managed = context.setGlobalContextManager(manager);

  const tracer = (scope: string): Tracer => {
    const startSpan = (name: string, options: SpanOptions = {}, ctx = context.active()): Span => {
      const { attributes, kind, root, startTime } = options;
      // In the active context the core knows best: a span of `observe` may have begun since.
      const core = managed && ctx === active;
      const span = hg.span(name, {
        parent: root
          ? null
          : core
            ? ownSpan(ctx)
              ? undefined
              : remote(ctx)
            : (ownSpan(ctx) ?? remote(ctx) ?? null),
        startTime: milliseconds(startTime),
      });
      for (const [key, { value }] of propagation.getBaggage(ctx)?.getAllEntries() ?? [])
        span.setBaggage(key, value);
      return asOpenTelemetrys(span, hg).setAttributes({
        ...attributes,
        "otel.scope.name": scope,
        "span.kind": KINDS[kind as number],
      });
    };
    return {
      startSpan,
      startActiveSpan(name: string, ...given: unknown[]) {
        const work = given.pop() as (span: Span) => unknown;
        const [options, ctx = context.active()] = given as [SpanOptions?, Context?];
        const span = startSpan(name, options, ctx);
        return context.with(trace.setSpan(ctx, span), work, undefined, span);
      },
    } as Tracer;
  };
  const tracerProvider: TracerProvider = { getTracer: tracer };
  const meter = meterOf(hg, readEvery);
  const meterProvider: MeterProvider = { getMeter: () => meter };
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(meterProvider);
  propagation.setGlobalPropagator(propagator);
  return { tracerProvider, meterProvider };
}

/** That of most spans, internal, is not said. */
const KINDS = [undefined, "server", "client", "producer", "consumer"];

/** A context's span where it is one of ours. */
function ownSpan(ctx: Context): OwnSpan | undefined {
  const span = trace.getSpan(ctx) as unknown as OwnSpan | undefined;
  return span && "traceparent" in span ? span : undefined;
}

/** A context's span where it is somebody else's. */
function remote(ctx: Context): string | undefined {
  const known = trace.getSpanContext(ctx);
  return known && `00-${known.traceId}-${known.spanId}-01`;
}

/** Milliseconds since the Unix epoch; NaN, which is now, where nothing was given. Small numbers are `performance.now()`'s. */
function milliseconds(time: TimeInput | undefined): number {
  if (Array.isArray(time)) return time[0] * 1e3 + time[1] / 1e6;
  const given = Number(time);
  return given < performance.timeOrigin ? given + performance.timeOrigin : given;
}

/** The span itself, with what OpenTelemetry's spans have and it has not. */
function asOpenTelemetrys(own: OwnSpan, { _scrub: scrub }: Honeyguide): Span {
  const [, traceId = "", spanId = "", flags] = own.traceparent().split("-");
  const end = own.end.bind(own);
  const addEvent = own.addEvent.bind(own);
  const setAttribute = own.setAttribute.bind(own);
  let over = false;
  const span = Object.assign(own as unknown as Span, {
    spanContext: () => ({ traceId, spanId, traceFlags: Number(flags) }),
    isRecording: () => !over,
    setAttribute(key: string, value: unknown) {
      // Instrumentations tell whole addresses.
      const address = typeof value === "string" && /^https?:/.test(value);
      setAttribute(key, (address ? value.replace(/[?#].*/s, "") : value) as string);
      return span;
    },
    updateName(name: string) {
      own._name = name;
      return span;
    },
    setStatus({ code, message }: SpanStatus) {
      own._failed = code === SpanStatusCode.ERROR;
      own._message = scrub(message);
      return span;
    },
    addEvent(name: string, attributes?: Attributes | TimeInput, time?: TimeInput) {
      const timed = typeof attributes === "number" || Array.isArray(attributes) || attributes instanceof Date;
      if (!over) {
        addEvent(name, (timed ? {} : attributes) as OwnAttributes, milliseconds(timed ? attributes : time));
      }
      return span;
    },
    recordException(exception: unknown, time?: TimeInput) {
      const { name, message = exception, stack } = Object(exception) as Partial<Error>;
      const attributes = {
        "exception.type": name,
        "exception.message": scrub(message),
        "exception.stacktrace": scrub(stack),
      };
      span.addEvent("exception", attributes as Attributes, time);
    },
    addLink: () => span,
    addLinks: () => span,
    end(time?: TimeInput) {
      over = true;
      end(milliseconds(time));
    },
  });
  return span;
}

const propagator: TextMapPropagator = {
  fields: () => ["traceparent", "baggage"],
  inject(ctx, carrier, setter) {
    const traceparent = remote(ctx);
    const headers = ownSpan(ctx)?.headers() ?? (traceparent && { traceparent });
    for (const [name, value] of Object.entries(headers || {})) setter.set(carrier, name, value);
  },
  extract(ctx, carrier, getter) {
    const [, traceId, spanId] = TRACEPARENT.exec(String(getter.get(carrier, "traceparent"))) ?? [];
    return traceId && spanId
      ? trace.setSpanContext(ctx, { traceId, spanId, traceFlags: 1, isRemote: true })
      : ctx;
  },
};

type Observe = (value: number, attributes?: Attributes) => void;
type Calls = Map<unknown, () => unknown>;

function meterOf(hg: Honeyguide, readEvery: number): Meter {
  /** What series stand at. */
  const known = new Map<string, number>();
  /** Sets what a series stands at; calls `changed` with what it stood at before, unless there are too many. */
  const stand = (
    name: string,
    attributes: Attributes | undefined,
    next: (before: number) => number,
    changed: (next: number, before: number) => void,
  ) => {
    const key = `${name}|${Object.entries(attributes ?? {})}`;
    const before = known.get(key) ?? 0;
    if (known.size >= MOST_SERIES && !known.has(key)) return;
    known.set(key, next(before));
    changed(next(before), before);
  };

  const readings: Calls[] = [];
  const observes = new Map<unknown, Observe>();
  const read = () => {
    for (const call of readings.flatMap((calls) => [...calls.values()])) {
      Promise.resolve()
        .then(call)
        .catch(() => {});
    }
  };
  let reading = false;
  const calls = (): Calls => {
    const added: Calls = new Map();
    readings.push(added);
    return added;
  };
  const observable = (observe: Observe): Observable => {
    const added = calls();
    const instrument: Observable = {
      addCallback: (callback) => void added.set(callback, () => callback({ observe })),
      removeCallback: (callback) => void added.delete(callback),
    };
    observes.set(instrument, observe);
    // On a server there is nothing to measure, and a timer would keep it from ending.
    if (globalThis.location && !reading) {
      reading = true;
      setInterval(read, readEvery);
    }
    return instrument;
  };
  const observableGauge = (name: string, options?: MetricOptions) =>
    observable(hg.gauge(name, options).record as Observe);
  const batches = calls();

  const meter: Meter = {
    createCounter: (name) => hg.counter(name) as Counter,
    createHistogram: (name, options) => hg.histogram(name, options) as Histogram,
    createGauge: (name, options) => hg.gauge(name, options) as Gauge,
    createUpDownCounter: (name, options) => ({
      add(value, attributes) {
        const { record } = hg.gauge(name, options);
        stand(
          name,
          attributes,
          (before) => before + value,
          (sum) => record(sum, attributes as OwnAttributes),
        );
      },
    }),
    createObservableGauge: observableGauge,
    createObservableUpDownCounter: observableGauge,
    createObservableCounter: (name) =>
      observable((value, attributes) =>
        stand(
          name,
          attributes,
          () => value,
          (_, before) => {
            // One that fell has begun again.
            hg.counter(name).add(value < before ? value : value - before, attributes as OwnAttributes);
          },
        ),
      ),
    addBatchObservableCallback(callback) {
      batches.set(callback, () =>
        callback({
          observe: (instrument, value, attributes) => observes.get(instrument)?.(value, attributes),
        }),
      );
    },
    removeBatchObservableCallback: (callback) => void batches.delete(callback),
  };
  return meter;
}
