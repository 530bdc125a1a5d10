import { Kind, NAME, SpanField } from "./catalog";
import { guarded, item, stopped } from "./observations";
import { now } from "./time";
import type { AttributeValue } from "./types";

/** A timed piece of work. */
export class Span {
  private readonly start = now();
  private readonly attributes: Record<string, string> = {};
  private readonly identifiers: number[];
  private failed = false;
  #over = false;

  constructor(
    private readonly name: string,
    parent?: Span,
  ) {
    const random = stopped ? [] : [...crypto.getRandomValues(new Uint32Array(6))];
    this.identifiers =
      parent instanceof Span
        ? [...parent.identifiers.slice(0, 4), ...random.slice(4), ...parent.identifiers.slice(4, 6)]
        : random;
  }

  /** Adds an attribute. */
  setAttribute(key: string, value: AttributeValue): this {
    guarded(() => {
      this.attributes[key] = String(value);
    });
    return this;
  }

  /** Marks it as failed. */
  fail(): this {
    this.failed = true;
    return this;
  }

  /** Ends it; only the first call counts. */
  end(): void {
    if (this.#over) return;
    this.#over = true;
    const [a = 0, b = 0, c = 0, d = 0, e = 0, f = 0, ...parent] = this.identifiers;
    const cells = [
      SpanField.duration,
      now() - this.start,
      SpanField.traceHigh,
      a,
      b,
      SpanField.traceLow,
      c,
      d,
      SpanField.span,
      e,
      f,
    ];
    if (parent.length > 0) cells.push(SpanField.parent, ...parent);
    if (this.failed) cells.push(SpanField.failed, 1);
    item(Kind.Span, this.start, cells, [[NAME, this.name]], Object.entries(this.attributes));
  }
}
