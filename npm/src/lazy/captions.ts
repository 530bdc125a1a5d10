import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import type { Line, Update } from "../caption";
import { now } from "../time";
import type { Attributes } from "./attributes";
import { LANGUAGE, OUTCOME, SPEAKER } from "./catalog";
import { TokenNumbers } from "./tokens";

/** A segment closes when it was not revised for this long, milliseconds. */
const IDLE = 30_000;

interface Open {
  line: Line;
  numbers: TokenNumbers;
  /** As painted last. It stays here; only its tokens' numbers go on. */
  text: string | undefined;
  revisedAt: number;
}

/** Ended updates become items; segments are kept until they close. */
export class Captions {
  private readonly segments = new Map<number, Open>();

  constructor(
    private readonly recorder: Recorder,
    private readonly attributes: Attributes,
  ) {}

  take(line: Line, ended: Update[], text: string | undefined): void {
    const { recorder } = this;
    for (const update of ended) recorder.caption_arrived(update.emitted, update.handled);
    // The words that a paint showed go with the update that brought them: the last one.
    for (const update of ended.slice(0, -1)) this.item(line, update);
    if (text !== undefined) this.revise(line, text);
    const last = ended.at(-1);
    if (last) this.item(line, last);
  }

  close(line: Line): void {
    if (!this.segments.delete(line.segment)) return;
    this.recorder.caption_closed(line.segment, this.set(line), now());
  }

  closeIdle(): void {
    const limit = now() - IDLE;
    for (const { line, revisedAt } of this.segments.values()) if (revisedAt < limit) this.close(line);
  }

  closeAll(): void {
    for (const { line } of this.segments.values()) this.close(line);
  }

  private revise(line: Line, text: string): void {
    let open = this.segments.get(line.segment);
    if (!open) {
      open = { line, numbers: new TokenNumbers(), text: undefined, revisedAt: 0 };
      this.segments.set(line.segment, open);
    }
    const numbers = open.numbers.of(text, line.options.language);
    this.recorder.caption_revised(line.segment, numbers, text !== open.text);
    open.text = text;
    open.revisedAt = now();
  }

  private item(line: Line, { emitted, handled, written, painted, final, hidden }: Update): void {
    const outcome = hidden ? "hidden" : Number.isNaN(painted) ? "missing" : "painted";
    this.recorder.caption(line.segment, this.set(line, outcome), emitted, handled, written, painted, final);
  }

  private set({ options }: Line, outcome?: string): number {
    return this.attributes.set([
      [LANGUAGE, options.language],
      [SPEAKER, options.speaker],
      [OUTCOME, outcome],
    ]);
  }
}
