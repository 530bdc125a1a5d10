// @ts-check
/** Measures what `cargo xtask bench sdk` asks for: settings as JSON in the first argument, figures as JSON to the file they name. */
import { readFile, writeFile } from "node:fs/promises";
import { cpus, loadavg } from "node:os";
import process from "node:process";
import { launch } from "./browser.mjs";
import { callShares } from "./call.mjs";
import { heapOverCall } from "./heap.mjs";
import { initCosts } from "./init.mjs";
import { openServer } from "./server.mjs";
import { cut, faroBytes, itemsOf, otlpBytes } from "./wire.mjs";

/**
 * @type {{ pages: string, variants: string[], peers: Record<string, string>, batches: string[], quick: boolean,
 *   only: string[], out: string }} `peers`: where each is installed; `batches`: the reference minute's files
 */
const { pages, variants, peers, batches, quick, only, out } = JSON.parse(process.argv[2] ?? "{}");
const OURS = "honeyguide";
const SLOWED = 4;
/** How long the peers gather before they send, unless told otherwise; milliseconds. */
const FARO_WAITS = 250;
const OTEL_WAITS = 1000;

const progress = (/** @type {string} */ text) => console.error(`  ${text}`);
const wanted = (/** @type {string} */ part) => only.length === 0 || only.includes(part);
const server = await openServer(pages);
const browser = await launch();
/** @type {Record<string, unknown>} */
const figures = {};
/** @type {string[]} */
const failed = [];
const loads = [loadavg()[0] ?? 0];

/** One part that fails takes no other with it. */
async function part(/** @type {string} */ name, /** @type {() => Promise<unknown>} */ work) {
  if (!wanted(name)) return;
  try {
    figures[name] = await work();
  } catch (fault) {
    failed.push(name);
    console.error(`!!! ${name} could not be measured: ${fault instanceof Error ? fault.stack : fault}`);
  }
  loads.push(loadavg()[0] ?? 0);
}

await part("wire", async () => {
  const minute = await itemsOf(
    await Promise.all(batches.map(async (file) => new Uint8Array(await readFile(file)))),
  );
  const own = { faro: cut(minute, FARO_WAITS), otel: cut(minute, OTEL_WAITS) };
  return {
    items: minute.flat().length,
    ...(peers.faro && {
      faro: await faroBytes(browser, server, minute),
      faroByItself: { ...(await faroBytes(browser, server, own.faro)), requests: own.faro.length },
    }),
    ...(peers.otel && {
      otel: await otlpBytes(peers.otel, minute),
      otelByItself: { ...(await otlpBytes(peers.otel, own.otel)), requests: own.otel.length },
    }),
  };
});
await part("init", async () => ({
  slowed: await initCosts(browser, server.url, variants, { slowed: SLOWED, times: quick ? 1 : 5, progress }),
  ...(!quick && { plain: await initCosts(browser, server.url, variants, { slowed: 1, times: 5, progress }) }),
}));
await part("call", async () => {
  const how = quick ? { times: 1, seconds: 4 } : { times: 3, seconds: 8 };
  // Quickly only with ours: a call takes its time.
  const called = quick ? [OURS] : variants;
  return {
    slowed: await callShares(browser, server.url, called, { ...how, slowed: SLOWED, progress }),
    ...(!quick && {
      plain: await callShares(browser, server.url, called, { ...how, times: 2, slowed: 1, progress }),
    }),
  };
});
await browser.close();
await part("heap", async () => {
  // Code that the engine goes on optimising for an hour stands in the scripts' heap too (some 20 KB), and is nobody's data.
  const steady = await launch("--js-flags=--no-opt,--no-maglev");
  try {
    return await heapOverCall(steady, server.url, OURS, { minutes: quick ? 4 : 60, progress });
  } finally {
    await steady.close();
  }
});

server.close();
const machine = {
  cpu: cpus()[0]?.model,
  cores: cpus().length,
  load: Math.max(...loads),
  browser: browser.product,
};
await writeFile(out, JSON.stringify({ machine, failed, ...figures }, undefined, 1));
