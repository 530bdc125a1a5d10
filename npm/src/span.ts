import { Kind, NAME, SpanEventField, SpanField, STATUS } from "./catalog";
import { guarded, item, stopped, text } from "./observations";
import { now } from "./time";
import type { Attributes, AttributeValue } from "./types";

/** What a span may begin with. */
export interface SpanOptions {
  /**
   * Another span, or the `traceparent` of one elsewhere (a server that rendered the page). Without it, the span in whose
   * synchronous part this one begins (see `observe` and `Span.run`); `null` for none.
   */
  parent?: Span | string | null | undefined;
  attributes?: Attributes | undefined;
  /** When it began, milliseconds since the Unix epoch; now by default. */
  startTime?: number | undefined;
}

/** More attributes than this a span does not keep. */
const MOST_ATTRIBUTES = 60;
/** Longest `baggage` that every service passes on, characters. */
const MOST_BAGGAGE = 8192;

let current: Span | undefined;

/** Runs `work`; what begins in its synchronous part has `span` as its parent. */
export function within<T>(span: Span | undefined, work: () => T): T {
  const before = current;
  current = span;
  try {
    return work();
  } finally {
    current = before;
  }
}

/** A time that was given, or now. */
const timeOf = (given: unknown): number => (Number.isFinite(given) ? (given as number) : now());

/** 64 bits as the module takes them. NaN, which is absent, where there are none. */
const halves = (hex = "") => [0, 8].map((from) => Number.parseInt(hex.slice(from, from + 8), 16));

const identifier = (bytes: number) =>
  Array.from(crypto.getRandomValues(new Uint8Array(bytes)), (byte) =>
    (byte + 256).toString(16).slice(1),
  ).join("");

/**
 * A timed piece of work.
 *
 * ```ts
 * const span = hg.span("join", { attributes: { "room.size": 3 } });
 * span.addEvent("token received");
 * await fetch("/join", { headers: span.headers() });
 * span.end();
 * ```
 */
export class Span {
  /** @internal */
  _name: string;
  private readonly _start: number;
  private _trace = "";
  private _id = "";
  private _parent: string | undefined;
  private readonly _attributes = new Map<string, AttributeValue>();
  private _baggage: Record<string, string> = {};
  /** @internal */
  _failed = false;
  /** @internal */
  _message: string | undefined;
  private _over = false;

  /** Use `span` of what `init` gave. */
  constructor(name: string, options?: SpanOptions) {
    const { parent = current, attributes, startTime } = options ?? {};
    this._name = name;
    this._start = timeOf(startTime);
    guarded(() => {
      const known = parent instanceof Span;
      const [, trace, id] = TRACEPARENT.exec(`${text(known ? parent.traceparent() : parent)}`) ?? [];
      this._trace = trace ?? identifier(16);
      this._id = identifier(8);
      this._parent = id;
      if (known) this._baggage = parent._baggage;
    });
    this.setAttributes(attributes);
  }

  /** Adds an attribute. */
  setAttribute(key: string, value: AttributeValue): this {
    const name = `${text(key)}`;
    const { _attributes: known } = this;
    if (known.size < MOST_ATTRIBUTES || known.has(name)) known.set(name, value);
    return this;
  }

  /** Adds attributes. */
  setAttributes(attributes: Attributes | undefined): this {
    guarded(() => {
      for (const [key, value] of Object.entries(attributes ?? {})) this.setAttribute(key, value);
    });
    return this;
  }

  /** Something happened in the course of it, now or at `time` (milliseconds since the Unix epoch). */
  addEvent(name: string, attributes?: Attributes, time?: number): this {
    guarded(() => {
      const cells = this._cells(SpanEventField.traceHigh, SpanEventField.traceLow, SpanEventField.span);
      item(Kind.SpanEvent, timeOf(time), cells, [[NAME, name]], Object.entries(attributes ?? {}));
    });
    return this;
  }

  /** Marks it as failed; `message` says why. */
  fail(message?: string): this {
    this._failed = true;
    this._message = message;
    return this;
  }

  /** Hands a value on to all services that the trace passes, and to the spans that begin in this one from now on. */
  setBaggage(name: string, value: AttributeValue): this {
    guarded(() => {
      const baggage = {
        ...this._baggage,
        [name]: `${encodeURIComponent(name)}=${encodeURIComponent(value)}`,
      };
      if (Object.values(baggage).join().length <= MOST_BAGGAGE) this._baggage = baggage;
    });
    return this;
  }

  /** Runs `work`; the spans that begin in its synchronous part become this one's children. */
  run<T>(work: () => T): T {
    return within(this, work);
  }

  /** What another service needs to continue the trace (W3C Trace Context); sampled unless the SDK is off. */
  traceparent(): string {
    return `00-${this._trace}-${this._id}-0${stopped ? 0 : 1}`;
  }

  /** The same as headers of a request of your own, with the baggage. */
  headers(): { traceparent: string; baggage?: string } {
    const baggage = Object.values(this._baggage).join();
    return { traceparent: this.traceparent(), ...(baggage && { baggage }) };
  }

  /** Ends it, now or at `time` (milliseconds since the Unix epoch); only the first call counts. */
  end(time?: number): void {
    if (this._over) return;
    this._over = true;
    const cells = [
      SpanField.duration,
      Math.max(0, timeOf(time) - this._start),
      SpanField.parent,
      ...halves(this._parent),
      SpanField.failed,
      this._failed ? 1 : Number.NaN,
      ...this._cells(SpanField.traceHigh, SpanField.traceLow, SpanField.span),
    ];
    const known: [number, unknown][] = [
      [NAME, this._name],
      [STATUS, this._message],
    ];
    item(Kind.Span, this._start, cells, known, [...this._attributes]);
  }

  private _cells(high: number, low: number, span: number): number[] {
    return [high, ...halves(this._trace), low, ...halves(this._trace.slice(16)), span, ...halves(this._id)];
  }
}

/** Identifiers of all zeros are none. */
const TRACEPARENT = /^(?!ff)[\da-f]{2}-(?!0+-)([\da-f]{32})-(?!0+-)([\da-f]{16})-/;
