// @ts-check
/**
 * Chromium over its debugging pipe, with nothing between: a driver asks a page to report each request and script, and the
 * page's main thread pays for that.
 */
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import process from "node:process";
import { setTimeout as pause } from "node:timers/promises";

const FLAGS = [
  "--headless=new",
  "--no-sandbox",
  "--disable-gpu",
  "--disable-quic",
  "--no-first-run",
  "--disable-background-networking",
  "--disable-component-update",
  "--disable-sync",
  "--disable-extensions",
  "--disable-features=Translate,OptimizationHints,MediaRouter",
  "--autoplay-policy=no-user-gesture-required",
  "--disable-backgrounding-occluded-windows",
  "--disable-renderer-backgrounding",
  "--remote-debugging-pipe",
];

/** @typedef {(method: string, parameters?: object) => Promise<any>} Send */

/** Headless Chromium with a fresh profile, and with flags besides. */
export async function launch(/** @type {string[]} */ ...flags) {
  const profile = await mkdtemp(join(tmpdir(), "honeyguide-bench-"));
  const program = process.env.HONEYGUIDE_CHROMIUM ?? "/usr/bin/chromium";
  const child = spawn(program, [...FLAGS, ...flags, `--user-data-dir=${profile}`, "about:blank"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
  });
  const [orders, answers] = /** @type {[import("node:stream").Writable, import("node:stream").Readable]} */ (
    /** @type {unknown} */ (child.stdio.slice(3))
  );
  /** @type {Map<number, { resolve: (result: any) => void, reject: (fault: Error) => void }>} */
  const asked = new Map();
  /** @type {((method: string, parameters: any) => void)[]} */
  const listeners = [];
  let rest = "";
  answers.setEncoding("utf8").on("data", (/** @type {string} */ text) => {
    const messages = (rest + text).split("\0");
    rest = messages.pop() ?? "";
    for (const { id, result, error, method, params } of messages.map((message) => JSON.parse(message))) {
      if (id === undefined) for (const listener of listeners) listener(method, params);
      else if (error) asked.get(id)?.reject(new Error(error.message));
      else asked.get(id)?.resolve(result);
      asked.delete(id);
    }
  });
  child.once("exit", () => {
    for (const { reject } of asked.values()) reject(new Error("Chromium has ended"));
  });
  let number = 0;
  /** @type {(session?: string) => Send} */
  const sender = (sessionId) => (method, params) =>
    new Promise((resolve, reject) => {
      asked.set(++number, { resolve, reject });
      orders.write(`${JSON.stringify({ id: number, sessionId, method, params })}\0`);
    });
  const send = sender();
  const { product } = await send("Browser.getVersion");

  return {
    product: String(product),
    /** A page in a context of its own, with nothing cached and the CPU slowed. */
    async freshPage(slowed = 1) {
      const { browserContextId } = await send("Target.createBrowserContext");
      const { targetId } = await send("Target.createTarget", { url: "about:blank", browserContextId });
      const { sessionId } = await send("Target.attachToTarget", { targetId, flatten: true });
      const inPage = sender(sessionId);
      await inPage("Emulation.setCPUThrottlingRate", { rate: slowed });
      /** What an expression, or the promise that it is, comes to in the page. */
      const evaluate = async (/** @type {string} */ expression) => {
        const asked = { expression, awaitPromise: true, returnByValue: true };
        const { result, exceptionDetails } = await inPage("Runtime.evaluate", asked);
        if (exceptionDetails)
          throw new Error(exceptionDetails.exception?.description ?? exceptionDetails.text);
        return result.value;
      };
      return {
        send: inPage,
        go: (/** @type {string} */ url) => inPage("Page.navigate", { url }),
        evaluate,
        /** Until something is there in the page; a busy machine takes its time. */
        async until(/** @type {string} */ expression) {
          for (let tries = 0; !(await evaluate(`Boolean(${expression})`)); tries++) {
            if (tries > 1200) throw new Error(`waited a minute in vain for ${expression}`);
            await pause(50);
          }
        },
        close: () => send("Target.disposeBrowserContext", { browserContextId }),
      };
    },
    /**
     * Records what the browser does meanwhile.
     * @param {() => Promise<void>} meanwhile
     * @returns {Promise<TraceEvent[]>}
     */
    async traced(meanwhile) {
      // No more than these: a trace of each function's compilation slows those with many.
      const includedCategories = ["devtools.timeline", "disabled-by-default-devtools.timeline", "v8.execute"];
      await send("Tracing.start", { transferMode: "ReturnAsStream", traceConfig: { includedCategories } });
      await meanwhile();
      /** @type {Promise<string>} */
      const complete = new Promise((resolve) => {
        listeners.push((method, { stream }) => method === "Tracing.tracingComplete" && resolve(stream));
      });
      await send("Tracing.end");
      const handle = await complete;
      listeners.pop();
      const parts = [];
      for (let eof = false; !eof; ) {
        const part = await send("IO.read", { handle, size: 1 << 20 });
        parts.push(Buffer.from(part.data, part.base64Encoded ? "base64" : "utf8"));
        eof = part.eof;
      }
      await send("IO.close", { handle });
      return JSON.parse(Buffer.concat(parts).toString()).traceEvents;
    },
    async close() {
      const ended = child.exitCode === null && once(child, "exit");
      child.kill("SIGTERM");
      await ended;
      await rm(profile, { recursive: true, force: true, maxRetries: 5 });
    },
  };
}

/** @typedef {Awaited<ReturnType<typeof launch>>} Browser */
/** @typedef {Awaited<ReturnType<Browser["freshPage"]>>} Page */
/**
 * @typedef {{ name: string, ph: string, pid: number, tid: number, ts: number, dur?: number, tdur?: number,
 *   args: { data?: { url?: string }, beginData?: { url?: string } } }} TraceEvent times in microseconds; `tdur` is what the
 *   thread had of the CPU
 */
