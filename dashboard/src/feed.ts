// An endpoint that a view reads when it is entered, and again when something new arrived.

/** At most so often while the view is visible. */
const EVERY_MS = 2000;

export type Result<Data> =
  | { kind: "loading" }
  | { kind: "missing" }
  | { kind: "failed"; why: string }
  /** With `stale` in words: why there is nothing newer. */
  | { kind: "data"; data: Data; stale?: string };

export interface Feed {
  /** Reads again, unless that was done just now. */
  refresh(): void;
  /** Reads another address at once. */
  open(path: string): void;
  stop(): void;
}

/** Reads `path` at once and calls `show` with what came of it. */
export function feed<Data>(path: string, show: (result: Result<Data>) => void): Feed {
  let current = path;
  let result: Result<Data> = { kind: "loading" };
  let readAt = 0;
  let reading: AbortController | undefined;

  const read = async () => {
    const abort = new AbortController();
    reading = abort;
    readAt = performance.now();
    try {
      const next = await request<Data>(current, result, abort.signal);
      if (reading !== abort) return;
      result = next;
      show(result);
    } finally {
      if (reading === abort) reading = undefined;
    }
  };
  show(result);
  void read();
  return {
    refresh() {
      if (reading || document.hidden || performance.now() - readAt < EVERY_MS) return;
      void read();
    },
    open(path) {
      current = path;
      void read();
    },
    stop() {
      reading?.abort();
      reading = undefined;
    },
  };
}

async function request<Data>(path: string, before: Result<Data>, signal: AbortSignal): Promise<Result<Data>> {
  try {
    const response = await fetch(path, { signal, headers: { accept: "application/json" } });
    if (response.status === 404) return { kind: "missing" };
    if (response.status === 503) throw new Error("it is still reading its journal");
    if (!response.ok) throw new Error(`it answered ${response.status}`);
    return { kind: "data", data: await response.json() };
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return before.kind === "data" ? { ...before, stale: why } : { kind: "failed", why };
  }
}
