import type { Line } from "../observations";
import type { Captions, Ended } from "./captions";
import { warn } from "./core";

/** A visible page has this long to paint an update, milliseconds. */
const PATIENCE = 5000;
/** A line with nothing to wait for is forgotten after this long, milliseconds; should it go on, that is another segment. */
const IDLE = 30_000;

interface Pending extends Ended {
  readonly segment: number;
  readonly text: string;
  /** The frame that shows it; its paint is about to be told. */
  frame: number;
  ended: boolean;
}

/** A line and its segment: a new one when it goes on after a final update. */
interface Open {
  readonly line: Line;
  segment: number;
  pending: Pending[];
  written: string | undefined;
  final: boolean;
  touched: number;
}

/** Follows each update from its handler to its paint, or to whatever else it came to. */
export class Lines {
  readonly #lines = new Map<number, Open>();
  #segments = 0;

  constructor(
    private readonly _captions: Captions,
    private readonly _hiddenSince: (time: number) => boolean,
  ) {}

  update(line: Line, at: number, text: unknown, emitted: number, final: boolean, spoken: number): void {
    if (typeof text !== "string") {
      warn("update() takes the text as a string");
      return;
    }
    const open = this.#open(line);
    if (open.final) this.#beginSegment(open);
    open.final = final;
    open.touched = at;
    open.pending.push({
      segment: open.segment,
      text,
      emitted,
      handled: at,
      // The same text again is there already.
      written: text === open.written ? at : Number.NaN,
      painted: Number.NaN,
      final,
      spoken,
      outcome: "unseen",
      frame: 0,
      ended: false,
    });
  }

  wrote(line: Line, at: number): void {
    const open = this.#open(line);
    for (const update of open.pending) {
      if (!Number.isNaN(update.written)) continue;
      update.written = at;
      open.written = update.text;
    }
  }

  /** A frame shows what has been written by now. */
  frame(frame: number): void {
    for (const { pending } of this.#lines.values()) {
      for (const update of pending) if (!update.frame && !Number.isNaN(update.written)) update.frame = frame;
    }
  }

  /** Updates that one frame shows end together; of their texts only the last was ever seen. */
  painted(frame: number, at: number): void {
    for (const open of this.#lines.values()) {
      const shown = open.pending.filter((update) => update.frame === frame);
      const last = shown.at(-1);
      if (!last) continue;
      open.pending = open.pending.filter((update) => update.frame !== frame);
      for (const update of shown) {
        if (update.ended) continue;
        if (at - update.handled <= PATIENCE) update.painted = at;
        else update.outcome = "missing";
      }
      this.#end(open, shown, "painted", last);
      for (const segment of new Set(shown.map((update) => update.segment))) {
        if (segment !== open.segment || last.final) this._captions.close(segment);
      }
    }
  }

  /** The line leaves the page while its text stands. */
  close(line: Line): void {
    const open = this.#lines.get(line.line);
    if (!open) return;
    this.#leave(open);
    this.#beginSegment(open);
    open.written = undefined;
  }

  /** Ends what waited in vain; it stays pending, since its words count whenever they are painted after all. */
  beat(now: number): void {
    for (const [number, open] of this.#lines) {
      const late = open.pending.filter((update) => update.handled <= now - PATIENCE);
      this.#end(open, late, "missing");
      // Only the newest text can still be painted.
      open.pending = open.pending.filter(({ ended }, index, all) => !ended || index === all.length - 1);
      if (open.pending.every(({ ended }) => ended) && open.touched < now - IDLE) this.#lines.delete(number);
    }
  }

  /** The page is being left. */
  leave(): void {
    for (const open of this.#lines.values()) this.#leave(open);
  }

  #leave(open: Open): void {
    const left = open.pending;
    open.pending = [];
    this.#end(open, left, "unseen");
  }

  #beginSegment(open: Open): void {
    const over = open.segment;
    open.segment = ++this.#segments;
    // Where a paint is still awaited, it closes the segment.
    if (!open.pending.some((update) => update.segment === over && !update.ended)) this._captions.close(over);
    open.final = false;
  }

  /** Ends updates; a paint showed the text of the one that is `seen`. */
  #end({ line }: Open, updates: Pending[], outcome: Ended["outcome"], seen?: Pending): void {
    const ended = updates.filter((update) => !update.ended);
    for (const update of ended) {
      update.ended = true;
      if (update.outcome === "unseen") update.outcome = outcome;
      if (this._hiddenSince(update.handled)) update.outcome = "hidden";
      if (update.outcome !== "painted") update.painted = Number.NaN;
    }
    for (const segment of new Set(updates.map((update) => update.segment))) {
      const own = ended.filter((update) => update.segment === segment);
      const text = seen?.segment === segment ? seen.text : undefined;
      if (own.length > 0 || text !== undefined) this._captions.take(line, segment, own, text);
    }
  }

  #open(line: Line): Open {
    let open = this.#lines.get(line.line);
    if (!open) {
      const segment = ++this.#segments;
      open = { line, segment, pending: [], written: undefined, final: false, touched: 0 };
      this.#lines.set(line.line, open);
    }
    return open;
  }
}
