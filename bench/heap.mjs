// @ts-check
/** The heap during an hour's call. */
import { setTimeout as pause } from "node:timers/promises";
import { FLOOR } from "./init.mjs";
import { slope } from "./statistics.mjs";

/** How much faster than a clock the page's time goes. */
const SPEED = 20;
/**
 * The first part of the call is left out of the slope: code is still being compiled, and the browser fills its own buffers of
 * performance entries (200 long frames, 150 events), whose objects come to life when somebody observes them.
 */
const SETTLED = 1 / 2;
const SAMPLES = 21;

/**
 * Plays a call of so many minutes in fast time, with each variant; bytes after forced collections.
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url of the bench's server
 * @param {string} variant
 * @param {{ minutes: number, progress: (text: string) => void }} how
 */
export async function heapOverCall(browser, url, variant, { minutes, progress }) {
  // The two beside each other: they share what the machine is busy with.
  const [own, floor] = await Promise.all([
    play(browser, `${url}/?first=fast&sdk=${variant}&page=hour&speed=${SPEED}`, minutes, progress),
    play(browser, `${url}/?first=fast&sdk=${FLOOR}&page=hour&speed=${SPEED}`, minutes, () => {}),
  ]);
  const settled = (/** @type {Sample[]} */ samples) =>
    samples.filter(({ minute }) => minute >= minutes * SETTLED);
  const growth = (/** @type {Sample[]} */ samples) => (samples.at(-1)?.bytes ?? 0) - (samples[0]?.bytes ?? 0);
  // Bytes an hour.
  const line = (/** @type {Sample[]} */ samples) =>
    slope(samples.map(({ minute, bytes }) => ({ x: minute / 60, y: bytes })));
  const above = own.samples.map(({ minute, bytes }, index) => ({
    minute,
    bytes: bytes - (floor.samples[index]?.bytes ?? 0),
  }));
  return {
    minutes,
    updates: own.updates,
    polls: own.polls,
    counts: own.counts,
    module: own.samples.at(-1)?.module ?? 0,
    above: above.at(-1)?.bytes ?? 0,
    growth: growth(above),
    slope: line(settled(above)),
    samples: { own: own.samples, floor: floor.samples },
  };
}

/**
 * Bytes after collections. Of the documents' heap the least of some: its collector goes on beside the page, so that it swings by
 * half a megabyte without an SDK too; the scripts' heap is steady to a kilobyte.
 */
async function collected(/** @type {import("./browser.mjs").Page} */ page) {
  let [scripts, documents] = [Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY];
  for (let tries = 0; tries < 6; tries++) {
    await page.send("HeapProfiler.collectGarbage");
    const { usedSize, embedderHeapUsedSize = 0 } = await page.send("Runtime.getHeapUsage");
    scripts = Math.min(scripts, usedSize);
    documents = Math.min(documents, embedderHeapUsedSize);
  }
  return { scripts, documents };
}

/** @typedef {{ minute: number, bytes: number, module?: number, documents?: number }} Sample `bytes`: scripts' heap and the module's memory */

/**
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url
 * @param {number} minutes
 * @param {(text: string) => void} progress
 */
async function play(browser, url, minutes, progress) {
  const page = await browser.freshPage();
  await page.go(url);
  await page.until("globalThis.progress");
  /** @type {Sample[]} */
  const samples = [];
  // The first sample is taken of a call that goes on already.
  for (let number = 0; number < SAMPLES; number++) {
    const until = Math.max(0.5, (minutes * number) / (SAMPLES - 1));
    for (;;) {
      const { ms } = await page.evaluate("progress()");
      if (ms >= until * 60_000) break;
      await pause(Math.max(50, (until * 60_000 - ms) / SPEED));
    }
    if (number % 4 === 0) progress(`a simulated call: minute ${Math.round(until)} of ${minutes}`);
    const module = await page.evaluate("moduleBytes()");
    const { scripts, documents } = await collected(page);
    samples.push({ minute: until, bytes: scripts + module, module, documents });
  }
  const { updates, counts } = await page.evaluate("progress()");
  const polls = await page.evaluate("polled()");
  await page.close();
  return { samples, updates, polls, counts };
}
