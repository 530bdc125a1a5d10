import { guarded, note, stopped, warn } from "./observations";
import { afterPaint } from "./paint";
import { now } from "./time";
import type { CaptionOptions, UpdateOptions } from "./types";

/** A visible page has this long to paint an update, milliseconds. */
const PATIENCE = 5000;

/** What the lazy part needs to know of a line. */
export interface Line {
  /** The page's own number of the segment; a new one when its id is used again after a final update. */
  readonly number: number;
  readonly options: CaptionOptions;
}

/** One update and its stations, milliseconds since the Unix epoch; NaN where it did not get there. */
export interface Update {
  readonly emitted: number;
  readonly handled: number;
  written: number;
  painted: number;
  readonly final: boolean;
  outcome: Outcome;
}

/** `unseen`: its line was closed, or the page left, before it could be painted. */
export type Outcome = "painted" | "missing" | "hidden" | "unseen";

interface Pending extends Update {
  readonly line: Line;
  readonly text: string;
  ended: boolean;
  /** A frame has gathered it; its paint is about to be told. */
  framed: boolean;
}

let segments = 0;
/** When the page was hidden last: for ever while it is, until just now once it is visible again. */
let hiddenAt = 0;

/** Notes whether the page is hidden, at the start and whenever that changes. */
export function noteVisibility(): void {
  if (document.visibilityState === "hidden") hiddenAt = Number.POSITIVE_INFINITY;
  else if (hiddenAt > 0) hiddenAt = now();
}

/** Whether the page was hidden at any moment since a time, or is. */
export const hiddenSince = (time: number): boolean => hiddenAt > time;

/** Lines with updates that have no end yet, to be ended when the page is left. */
export const open = new Set<Caption>();

/** A line of captions. Hand it each update that arrives, in the task that writes the text. */
export class Caption {
  #line: Line;
  #pending: Pending[] = [];
  #written: string | undefined;
  #final = false;
  #closed = false;
  #expecting = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: CaptionOptions) {
    this.#line = { number: ++segments, options };
    const { element } = options;
    if (element) {
      guarded(() => {
        const changes = { childList: true, characterData: true, subtree: true };
        new MutationObserver(() => guarded(() => this.#wrote())).observe(element, changes);
      });
    }
  }

  /** The text changed. Write it to the page in this same task, or name the `element` that will show it. */
  update(text: string, options: UpdateOptions = {}): void {
    if (stopped) return;
    const handled = now();
    guarded(() => this.#take(text, handled, options ?? {}));
  }

  #take(text: string, handled: number, { emittedAt = Number.NaN, final = false }: UpdateOptions): void {
    if (typeof text !== "string") {
      warn("update() takes the text as a string");
      return;
    }
    if (this.#closed) warn("update() came after close(): make a new line by caption()");
    this.#closed = false;
    // The id is used again after its final update.
    if (this.#final) this.#beginSegment();
    this.#final = final === true;
    const unchanged = text === this.#written;
    this.#pending.push({
      line: this.#line,
      text,
      emitted: guarded(() => Number(emittedAt)) ?? Number.NaN,
      handled,
      written: unchanged ? handled : Number.NaN,
      painted: Number.NaN,
      final: this.#final,
      outcome: "unseen",
      ended: false,
      framed: false,
    });
    open.add(this);
    this.#timer ??= setTimeout(() => this.#expire(), PATIENCE);
    if (unchanged) this.#expectPaint();
    else if (!this.#line.options.element) queueMicrotask(() => guarded(() => this.#wrote()));
  }

  /** The line leaves the page while its text stands (scrolled off, evicted): no retraction. */
  close(): void {
    this.leave();
    this.#closed = true;
    this.#beginSegment();
  }

  #beginSegment(): void {
    const over = this.#line;
    this.#line = { number: ++segments, options: over.options };
    // Where a paint is still awaited, it closes the segment.
    if (!this.#pending.some((update) => update.line === over && !update.ended)) note("closed", over);
    this.#final = false;
    this.#written = undefined;
  }

  #wrote(): void {
    const at = now();
    const fresh = this.#pending.filter((update) => Number.isNaN(update.written));
    for (const update of fresh) {
      update.written = at;
      this.#written = update.text;
    }
    if (fresh.length > 0) this.#expectPaint();
  }

  /** Updates that one frame shows end together; of their texts only the last was ever seen. */
  #expectPaint(): void {
    if (this.#expecting) return;
    this.#expecting = true;
    afterPaint(() => {
      this.#expecting = false;
      const shown = this.#pending.filter((update) => !update.framed && !Number.isNaN(update.written));
      for (const update of shown) update.framed = true;
      return (at) => this.#painted(shown, at);
    });
  }

  #painted(framed: Pending[], at: number): void {
    // The line may have been closed since the frame was gathered.
    const shown = framed.filter((update) => this.#pending.includes(update));
    this.#pending = this.#pending.filter((update) => !shown.includes(update));
    for (const update of shown) if (!update.ended) update.painted = at;
    const last = shown.at(-1);
    this.#end(shown, "painted", last?.text);
    for (const line of new Set(shown.map((update) => update.line))) {
      if (line !== this.#line || last?.final) note("closed", line);
    }
  }

  /** Ends updates; `text` is what a paint showed, of the last one. */
  #end(updates: Pending[], outcome: Outcome, text?: string): void {
    const ended = updates.filter((update) => !update.ended);
    for (const update of ended) {
      update.ended = true;
      update.outcome = hiddenSince(update.handled) ? "hidden" : outcome;
      if (update.outcome !== "painted") update.painted = Number.NaN;
    }
    const seen = updates.at(-1)?.line;
    for (const line of new Set(updates.map((update) => update.line))) {
      const own = ended.filter((update) => update.line === line);
      const shown = line === seen ? text : undefined;
      if (own.length > 0 || shown !== undefined) note("captions", line, own, shown);
    }
    if (this.#pending.length === 0) {
      open.delete(this);
      clearTimeout(this.#timer);
      this.#timer = undefined;
    }
  }

  /** Ends what waited in vain; it stays pending, since its words count whenever they are painted after all. */
  #expire(): void {
    this.#timer = undefined;
    const limit = now() - PATIENCE;
    this.#end(
      this.#pending.filter((update) => update.handled <= limit),
      "missing",
    );
    // Only the newest text can still be painted.
    this.#pending = this.#pending.filter((update, index, all) => !update.ended || index === all.length - 1);
    if (this.#pending.some((update) => !update.ended)) this.#timer = setTimeout(() => this.#expire(), 1000);
  }

  /** The page is being left. */
  leave(): void {
    const left = this.#pending;
    this.#pending = [];
    this.#end(left, "unseen");
  }
}
