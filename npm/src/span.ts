import { guarded, note, stopped } from "./observations";
import { now } from "./time";
import type { AttributeValue } from "./types";

/** A span at its end. */
export interface EndedSpan {
  readonly name: string;
  readonly attributes: [name: string, value: string][];
  readonly start: number;
  readonly end: number;
  /** Trace (4 × 32 bits), span (2), parent (2, where there is one). */
  readonly identifiers: readonly number[];
  readonly failed: boolean;
}

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
    const { name, attributes, start, identifiers, failed } = this;
    note("span", {
      name: guarded(() => String(name)) ?? "",
      attributes: Object.entries(attributes),
      start,
      end: now(),
      identifiers,
      failed,
    });
  }
}
