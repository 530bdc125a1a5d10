import type { Recorder } from "../../wasm/honeyguide_sdk.js";

/** What keepalive requests of a page may hold at once; the browser's own budget is 64 KiB. */
const KEEPALIVE_BYTES = 60 * 1024;
/** Wait after a failure, milliseconds; doubled each time. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** Statuses that may pass: the same batch is worth sending again. */
const MAY_PASS = [408, 425, 429, 500, 502, 503, 504];

/** Sends closed batches, one after the other; all at once when the page ends. */
export class Transport {
  private readonly sending = new Set<number>();
  private keptAlive = 0;
  private failures = 0;
  private notBefore = 0;
  delivered = 0;

  constructor(
    private readonly recorder: Recorder,
    private readonly url: string,
  ) {}

  /** Sends what is closed. `all`: the page may end, so everything goes now, whatever was agreed about waiting. */
  async send(all: boolean): Promise<void> {
    const sent: Promise<void>[] = [];
    for (let index = 0; ; index++) {
      const number = this.recorder.batch_number(index);
      if (number < 0) break;
      if (this.sending.has(number)) continue;
      if (!all && (this.sending.size > 0 || performance.now() < this.notBefore)) break;
      sent.push(this.sendOne(number));
    }
    await Promise.all(sent);
  }

  /** Sends until nothing is left or a batch could not be delivered. */
  async drain(): Promise<void> {
    for (let before = -1; this.recorder.batch_number(0) >= 0 && this.recorder.batch_number(0) !== before; ) {
      before = this.recorder.batch_number(0);
      await this.send(true);
    }
  }

  private async sendOne(number: number): Promise<void> {
    const bytes = this.recorder.batch_bytes(number) as Uint8Array<ArrayBuffer>;
    const keepalive = this.keptAlive + bytes.length <= KEEPALIVE_BYTES;
    this.sending.add(number);
    if (keepalive) this.keptAlive += bytes.length;
    try {
      // No preflight: a plain content type, no header of our own, no credentials.
      const response = await fetch(this.url, {
        method: "POST",
        body: bytes,
        headers: { "content-type": "text/plain" },
        credentials: "omit",
        keepalive,
      });
      // An answer that nobody reads would hold the keepalive budget.
      await response.arrayBuffer().catch(() => undefined);
      this.answered(number, response);
    } catch {
      this.failed(0);
    } finally {
      this.sending.delete(number);
      if (keepalive) this.keptAlive -= bytes.length;
    }
  }

  private answered(number: number, response: Response): void {
    if (response.ok) {
      const before = this.recorder.waiting();
      this.recorder.delivered(number);
      this.delivered += before - this.recorder.waiting();
      this.failures = 0;
      this.notBefore = 0;
    } else if (MAY_PASS.includes(response.status)) {
      this.failed(Number(response.headers.get("retry-after")) * 1000 || 0);
    } else {
      this.recorder.refused(number);
    }
  }

  private failed(retryAfter: number): void {
    const backoff = Math.min(FIRST_WAIT * 2 ** this.failures++, LONGEST_WAIT);
    // Half of it by chance, so that pages do not come back all at once.
    const wait = Math.max(retryAfter, backoff * (0.5 + Math.random() / 2));
    this.notBefore = performance.now() + wait;
  }
}
