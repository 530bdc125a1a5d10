// Runs in Node, see packaging.test.mjs: prints what was captured, on the main thread and in a worker.
import { readFile } from "node:fs/promises";
import { isMainThread, parentPort, Worker } from "node:worker_threads";
import { init } from "@honeyguide/browser";

const { exports } = JSON.parse(
  await readFile(new URL("../node_modules/@honeyguide/browser/package.json", import.meta.url), "utf8"),
);
for (const [entry, target] of Object.entries(exports)) {
  if (target.default) await import(`@honeyguide/browser${entry.slice(1)}`);
}
const hg = init({ key: "pub_local", app: { name: "server" } });
const line = hg.caption({ segment: "a" });
line.update("text", { emittedAt: Date.now(), final: true });
line.close();
const translation = hg.translation({ from: "en", to: "de" });
translation.firstToken();
translation.done({ accuracy: 1 });
const span = hg.span("render");
span.setAttribute("size", 3);
span.end();
hg.counter("renders").add(1);
hg.gauge("load").record(1);
hg.histogram("time").record(1);
// Whatever joins the API must do nothing here as well.
for (const name of Object.getOwnPropertyNames(Object.getPrototypeOf(hg))) {
  if (name !== "constructor" && name !== "shutdown") await hg[name]?.(...[]);
}
await hg.flush();
const counts = await hg.counts();
await hg.shutdown();
if (isMainThread) {
  const worker = new Worker(new URL(import.meta.url));
  worker.on("message", (others) => console.log(JSON.stringify([counts, others])));
} else parentPort.postMessage(counts);
