import type { Recorder } from "../../wasm/honeyguide_sdk.js";
import { guarded, isSilent, nativeFetch, POST } from "./core";
import type { Store } from "./store";

/** What our keepalive requests may hold at once; the browser's own budget for the whole page is 64 KiB. */
const KEEPALIVE_BYTES = 60 * 1024;
/** Wait after a failure, milliseconds; doubled each time. */
const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60_000;
/** An answer that has not come by then will not, milliseconds. */
const HANGS = 30_000;
/** Firefox never settles what was on its way when its page went into the back/forward cache: back from there it has this long, milliseconds. */
const SETTLES = 1000;
/** Statuses that may pass: the same batch is worth sending again. */
const mayPass = (status: number) => status >= 500 || [408, 425, 429].includes(status);

/** Sends closed batches, one after the other; all at once when the page ends. */
export class Transport {
  readonly #sending = new Map<number, Promise<void>>();
  readonly #kept = new Set<number>();
  #keptAlive = 0;
  #failures = 0;
  #notBefore = 0;
  delivered = 0;

  constructor(
    private readonly _recorder: Recorder,
    private readonly _url: string,
    /** Names the page view's batches in the store. */
    private readonly _page: string,
    private readonly _store: Store,
    /** What the gateway asks for: one of so many sessions; 0 for none. */
    private readonly _asked: (every: number) => void,
  ) {}

  /** Sends what earlier pages could not: once the gateway has answered this one, so that no page pays for it while it loads. */
  async #sendLeft(): Promise<void> {
    for (const { key, url, bytes } of await this._store.left()) {
      if (isSilent()) return;
      // Its own are tried again anyway.
      if (key.startsWith(this._page)) continue;
      const response = await post(url, bytes, false).catch(() => undefined);
      // Another page of this tab or another tries again.
      if (!response || mayPass(response.status)) return;
      await this._store.drop(key);
    }
  }

  /** Sends the oldest closed batch, unless one is on its way or it was agreed to wait. */
  send(): void {
    if (this.#kept.size > 0) this.sweep();
    if (this.#sending.size === 0 && performance.now() >= this.#notBefore) this.#start(1, false);
  }

  /** Sends every closed batch at once: the page may be gone soon. `leaving`: it is, so there is no later to wait for. */
  sendAll(leaving: boolean): void {
    if (leaving || performance.now() >= this.#notBefore) {
      this.#start(Number.POSITIVE_INFINITY, leaving);
    }
  }

  /** Sends until nothing is left, or a batch could not be delivered and must wait. */
  async drain(): Promise<void> {
    do {
      this.sendAll(false);
      await Promise.all(this.#sending.values());
    } while (this._recorder._batch_number(0) >= 0 && performance.now() >= this.#notBefore);
  }

  /** Starts sending up to `most` batches that are not on their way. What would not outlive a page that is `leaving` stays. */
  #start(most: number, leaving: boolean): void {
    let started = 0;
    for (const number of this.#closed()) {
      if (started >= most) break;
      if (this.#sending.has(number)) continue;
      if (leaving && this.#keptAlive + this._recorder._batch_length(number) > KEEPALIVE_BYTES) break;
      this.#sending.set(number, this.#sendOne(number));
      started++;
    }
  }

  async #sendOne(number: number): Promise<void> {
    const bytes = this._recorder._batch(number);
    this._recorder._sending(number);
    const keepalive = this.#keptAlive + bytes.length <= KEEPALIVE_BYTES;
    if (keepalive) this.#keptAlive += bytes.length;
    const settled = new AbortController();
    const lost = new Promise<never>((_, reject) => {
      const { signal } = settled;
      addEventListener("pageshow", (event) => event.persisted && setTimeout(reject, SETTLES), { signal });
    });
    try {
      this.#answered(number, await Promise.race([post(this._url, bytes, keepalive), lost]));
    } catch {
      this.#failed(number, 0);
    } finally {
      settled.abort();
      this.#sending.delete(number);
      if (keepalive) this.#keptAlive -= bytes.length;
    }
  }

  #answered(number: number, response: Response): void {
    const { status, headers } = response;
    const [, every] = /^1\/(\d+)$/.exec(headers.get("honeyguide-sdk") ?? "1/1") ?? [];
    guarded(() => this._asked(Number(every ?? 0)));
    if (response.ok) {
      if (!this._store.asked) {
        this._store.asked = true;
        const send = () => this.#sendLeft();
        // One tab at a time: of two that come together each would send all of it. Who would have to wait leaves it to the other.
        const alone = { ifAvailable: true };
        void (navigator.locks?.request("honeyguide", alone, (lock) => lock && send()) ?? send()).catch(
          () => {},
        );
      }
      const before = this._recorder._waiting();
      this._recorder._delivered(number);
      this.#settled(number);
      this.delivered += before - this._recorder._waiting();
      this.#failures = 0;
      this.#notBefore = 0;
    } else if (mayPass(status)) {
      const after = headers.get("retry-after") ?? "";
      // Seconds, or a date.
      this.#failed(number, Math.max(Number(after) * 1000 || Date.parse(after) - Date.now(), 0) || 0);
    } else {
      this._recorder._refused(number);
      this.#settled(number);
    }
  }

  /** The page may be gone before the next try: what is not on its way, or may not arrive, is kept for another page. */
  spill(): void {
    const doubtful = this.#failures > 0 || navigator.onLine === false;
    for (const number of this.#closed()) if (doubtful || !this.#sending.has(number)) this.#keep(number);
  }

  #key = (number: number): string => `${this._page}-${number}`;

  #keep(number: number): void {
    if (this.#kept.has(number) || isSilent()) return;
    this.#kept.add(number);
    const bytes = this._recorder._batch(number);
    void this._store.keep({ key: this.#key(number), url: this._url, bytes, at: Date.now() });
  }

  /** What the page let go of is not for another page either. */
  sweep(): void {
    const waiting = this.#closed();
    for (const number of this.#kept) if (!waiting.includes(number)) this.#settled(number);
  }

  /** Numbers of the closed batches, oldest first. */
  #closed(): number[] {
    const numbers: number[] = [];
    for (let index = 0; ; index++) {
      const number = this._recorder._batch_number(index);
      if (number < 0) return numbers;
      numbers.push(number);
    }
  }

  #settled(number: number): void {
    if (this.#kept.delete(number)) void this._store.drop(this.#key(number));
  }

  #failed(number: number, retryAfter: number): void {
    this._recorder._undelivered(number);
    this.#keep(number);
    // Batches that fail together are one failure.
    if (performance.now() < this.#notBefore && retryAfter === 0) return;
    const backoff = Math.min(FIRST_WAIT * 2 ** this.#failures++, LONGEST_WAIT);
    // Half of it by chance, so that pages do not come back all at once.
    const wait = Math.max(retryAfter, backoff * (0.5 + Math.random() / 2));
    this.#notBefore = Math.max(this.#notBefore, performance.now() + wait);
  }
}

/** A request of ours that does not wait for ever. */
export const asking = (more: RequestInit): RequestInit => ({
  ...POST,
  ...more,
  signal: AbortSignal.timeout?.(HANGS) ?? null,
});

/** The answer is read: one that nobody reads would hold the keepalive budget. */
async function post(url: string, body: Uint8Array<ArrayBuffer>, keepalive: boolean): Promise<Response> {
  // A redirected POST may arrive as something else.
  const response = await nativeFetch(url, asking({ body, keepalive, redirect: "error" }));
  const answer = await response.arrayBuffer().catch(() => undefined);
  // A portal in between answers with a page of its own; the gateway's answer is empty.
  if (response.ok && answer?.byteLength) throw new TypeError("not the gateway");
  return response;
}
