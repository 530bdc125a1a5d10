const NAME = "honeyguide";
/** Batches kept for a later page: about 1.6 MB. */
const MOST = 100;
/** Beyond this age nobody wants them, milliseconds. */
const OLDEST = 86_400_000;

/** A batch that waits for a later page. */
export interface Kept {
  readonly key: string;
  readonly url: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly at: number;
}

/** Batches that could not be delivered, for the next page of this origin. Without storage nothing is kept, and nothing fails. */
export class Store {
  readonly #database: Promise<IDBDatabase | undefined>;
  /** Whether somebody of this page has asked for what is left. */
  asked = false;
  /** Batches that are there, as far as this page knows. */
  #count = 0;

  /** Opens it at once: at the page's end there is no time for that. */
  constructor() {
    this.#database = new Promise<IDBDatabase | undefined>((resolve) => {
      const request = indexedDB.open(NAME, 1);
      request.onupgradeneeded = () => request.result.createObjectStore(NAME, { keyPath: "key" });
      request.onsuccess = () => {
        // Consent was withdrawn: all of it goes.
        request.result.onversionchange = () => request.result.close();
        resolve(request.result);
      };
      request.onerror = () => resolve(undefined);
    }).catch(() => undefined);
    // Counts them, and lets go of the old ones.
    void this.left();
  }

  /** Keeps a batch; one more than there is room for is not kept. Asked for in one go: the page may be gone before an answer comes. */
  async keep(kept: Kept): Promise<void> {
    if (this.#count++ < MOST) await this.#do("readwrite", (all) => all.put(kept));
  }

  async drop(key: string): Promise<void> {
    this.#count--;
    await this.#do("readwrite", (all) => all.delete(key));
  }

  /** What earlier pages left, oldest first; what is too old goes. */
  async left(): Promise<Kept[]> {
    const all: Kept[] = (await this.#do("readonly", (all) => all.getAll())) ?? [];
    this.#count = all.length;
    const limit = Date.now() - OLDEST;
    for (const { key, at } of all) if (at < limit) void this.drop(key);
    return all.filter(({ at }) => at >= limit).sort((one, other) => one.at - other.at);
  }

  async #do<T>(
    mode: IDBTransactionMode,
    work: (all: IDBObjectStore) => IDBRequest<T>,
  ): Promise<T | undefined> {
    const database = await this.#database;
    return new Promise<T | undefined>((resolve) => {
      if (!database) return resolve(undefined);
      const transaction = database.transaction(NAME, mode);
      const request = work(transaction.objectStore(NAME));
      transaction.commit?.();
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => resolve(undefined);
    }).catch(() => undefined);
  }
}
