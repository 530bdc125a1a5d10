import { type AnyItem, type Batch, type Item, inspect, isOfEarlierPage, type Kind } from "./inspect";
import type { Sink } from "./types";
import type { Reason } from "./values";

export type { AnyItem, Batch, Item, Kind } from "./inspect";
export type { Reason, Values } from "./values";

/** How long {@link MemorySink.find} waits by default, milliseconds: shorter than the patience of test runners, so that its error is the one that is seen. */
const PATIENCE = 3000;
/** So often it looks again, milliseconds: what a caption was late by is known 200 ms after its paint. */
const AGAIN = 250;

type Client = Parameters<NonNullable<Sink["_began"]>>[0];

/**
 * Takes in what an app sends, in the page's memory, so that the app's own tests can look at it. Everything is as with a gateway:
 * measured, packed and sent as batches, which are opened here by the gateway's own code.
 *
 * @example
 * ```ts
 * import { init } from "@honeyguide/browser";
 * import { memorySink } from "@honeyguide/browser/testing";
 *
 * const sink = memorySink();
 * const hg = init({ key: "test", app: { name: "interpreter" }, sink });
 * // … the app does its work …
 * const caption = await sink.find("caption", ({ attributes }) => attributes.language === "de");
 * expect(caption.values.latency).toBeLessThan(250);
 * ```
 */
export function memorySink(): MemorySink {
  return new MemorySink();
}

/** See {@link memorySink}. */
export class MemorySink implements Sink {
  #batches: Batch[] = [];
  #arrived = false;
  #fault: Error | undefined;
  /** What each view had let go when `clear` was called. */
  #before = new Map<string, Batch["dropped"]>();
  /** The newest totals of each view. */
  readonly #totals = new Map<string, Batch["dropped"]>();
  #client: Client | undefined;
  #isSilent = (): boolean => true;

  /** @internal */
  _began(client: Client, isSilent: () => boolean): void {
    this.#client = client;
    this.#isSilent = isSilent;
  }

  /** What the SDK calls in the place of the global `fetch`. */
  readonly fetch = async (_address: string, { method, body }: RequestInit = {}): Promise<Response> => {
    if (method !== "POST") {
      // The gateway's clock is the page's own.
      const now = performance.timeOrigin + performance.now();
      return new Response(`${now} ${now}`);
    }
    let batch: Batch;
    try {
      batch = await inspect(body as Uint8Array<ArrayBuffer>);
    } catch (reason) {
      this.#fault = new Error(`honeyguide: the gateway would refuse this batch: ${reason}`);
      return new Response(`${reason}`, { status: 400 });
    }
    // It stays where it is, for a page with a gateway.
    if (isOfEarlierPage(batch))
      throw new TypeError("what an earlier page could not send is no business of this test");
    this.#arrived = true;
    this.#batches.push(batch);
    this.#totals.set(batch.view, batch.dropped);
    return new Response(null, { status: 202 });
  };

  /** Items so far, in the order sent; of one kind where that is named. `await hg.flush()` first, or {@link find} what you wait for. */
  items(): AnyItem[];
  items<K extends Kind>(kind: K): Item<K>[];
  items(kind?: Kind): AnyItem[] {
    const all = this.batches().flatMap(({ items }) => items);
    return kind ? all.filter((item) => item.kind === kind) : all;
  }

  /** Batches so far, each with its items and what they share: the app, its release, the route, the clock. */
  batches(): Batch[] {
    if (this.#fault) throw this.#fault;
    // Each page that measures has at least its own view to tell.
    if (!this.#arrived && !this.#isSilent()) {
      throw new Error("honeyguide: nothing was sent yet: `await hg.flush()` first, or `await sink.find(…)`");
    }
    return [...this.#batches];
  }

  /** The first item of a kind that matches, as soon as it was sent: until then what is captured is flushed again and again. */
  async find<K extends Kind>(
    kind: K,
    matches: (item: Item<K>) => unknown = () => true,
    { timeout = PATIENCE }: { timeout?: number } = {},
  ): Promise<Item<K>> {
    for (const limit = performance.now() + timeout; ; ) {
      // What is here already waits for nothing.
      const found = this.#of(kind).find(matches);
      if (this.#fault) throw this.#fault;
      if (found) return found;
      const left = limit - performance.now();
      if (left <= 0) throw new Error(this.#explain(kind, timeout));
      const wait = Math.min(AGAIN, left);
      await new Promise((resolve) => setTimeout(resolve, this.#client ? wait : Math.min(20, wait)));
      await this.#client?.flush();
    }
  }

  /** What a counter of the app's own rose by, over all its series that have these attributes. */
  counter(name: string, attributes: Record<string, string> = {}): number {
    return this.#own("own_counter", name, attributes).reduce((sum, { values }) => sum + values.increment, 0);
  }

  /** The last reading of a gauge of the app's own. */
  gauge(name: string, attributes: Record<string, string> = {}): number | undefined {
    return this.#own("own_gauge", name, attributes).at(-1)?.values.value;
  }

  /** All values of a histogram of the app's own; timers are histograms in milliseconds. */
  histogram(name: string, attributes: Record<string, string> = {}): number[] {
    return this.#own("own_histogram", name, attributes).map(({ values }) => values.value);
  }

  /**
   * Items that were captured and will never be sent, by reason, as the newest batches tell the gateway. What was forgotten because
   * consent was denied is told to nobody: only `hg.counts()` has it.
   */
  drops(): Partial<Record<Reason, number>> {
    const drops: Partial<Record<Reason, number>> = {};
    for (const [view, dropped] of this.#totals) {
      for (const [reason, count] of Object.entries(dropped) as [Reason, number][]) {
        const news = count - (this.#before.get(view)?.[reason] ?? 0);
        if (news > 0) drops[reason] = (drops[reason] ?? 0) + news;
      }
    }
    return drops;
  }

  /** Forgets what came so far: a page has one client, which the tests of a file share. Flush before, or it still comes. */
  clear(): void {
    this.#batches = [];
    this.#fault = undefined;
    this.#before = new Map(this.#totals);
  }

  #of<K extends Kind>(kind: K): Item<K>[] {
    return this.#batches.flatMap(({ items }) =>
      items.filter((item) => item.kind === kind),
    ) as unknown as Item<K>[];
  }

  #own<K extends "own_counter" | "own_gauge" | "own_histogram">(
    kind: K,
    name: string,
    attributes: Record<string, string>,
  ): Item<K>[] {
    const wanted = Object.entries({ ...attributes, name });
    return this.items(kind).filter(({ attributes }) =>
      wanted.every(([key, value]) => attributes[key] === value),
    );
  }

  /** Why there is no such item. */
  #explain(kind: Kind, timeout: number): string {
    const text = `honeyguide: no ${kind} came that matches, within ${timeout} ms: `;
    if (!globalThis.document)
      return `${text}there is no document. On a server nothing is measured; give the test a DOM`;
    if (!this.#client) {
      return `${text}no client uses this sink. Was it given to the page's first init({ …, sink })? Was consent granted? Has the session been left out by sampleEvery?`;
    }
    if (this.#isSilent())
      return `${text}nothing may be told. Consent is pending or denied, or the client was shut down`;
    const seen = new Map<string, number>();
    for (const { items } of this.#batches)
      for (const { kind } of items) seen.set(kind, (seen.get(kind) ?? 0) + 1);
    const { captured, dropped, waiting } = this.#client.counts();
    const kinds = [...seen].map(([kind, count]) => `${count} × ${kind}`).join(", ") || "nothing";
    return `${text}there came ${kinds}. Captured ${captured}, dropped ${dropped} ${JSON.stringify(this.drops())}, waiting ${waiting}`;
  }
}
