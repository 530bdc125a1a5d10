// @ts-check
/** What it costs the main thread to start an SDK. */
import { setTimeout as pause } from "node:timers/promises";
import { over, spread } from "./statistics.mjs";

/** After this long the page is idle: every SDK has started and told of the page's load; milliseconds. */
const SETTLED = 4000;

/** The page without an SDK: it has a script, as every app does, that does nothing. */
export const FLOOR = "floor";

/** The script's part of the main thread: what stands directly or deeper inside one of these counts once. */
const SCRIPT =
  /^(EvaluateScript|FunctionCall|RunMicrotasks|TimerFire|FireIdleCallback|FireAnimationFrame|EventDispatch|XHR.*|(v8|V8|wasm)\..*|M(in|aj)orGC)$/;

/**
 * Loads each variant so many times, in turns, so that a busy machine is busy for all of them.
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url of the bench's server
 * @param {string[]} variants
 * @param {{ slowed: number, times: number, progress: (text: string) => void }} how
 */
export async function initCosts(browser, url, variants, { slowed, times, progress }) {
  /** @type {Map<string, Load[]>} */
  const loads = new Map([...variants, FLOOR].map((variant) => [variant, []]));
  for (let round = 1; round <= times; round++) {
    progress(`loading each page, CPU slowed ${slowed}×: round ${round} of ${times}`);
    for (const [variant, measured] of loads) measured.push(await load(browser, url, variant, slowed));
  }
  const floor = loads.get(FLOOR) ?? [];
  const each = (/** @type {Load[]} */ of, /** @type {keyof Load} */ part) => of.map((load) => load[part]);
  return Object.fromEntries(
    variants.map((variant) => {
      const own = loads.get(variant) ?? [];
      return [
        variant,
        {
          script: over(each(own, "script"), each(floor, "script")),
          tasks: over(each(own, "tasks"), each(floor, "tasks")),
          longest: spread(each(own, "longest")),
        },
      ];
    }),
  );
}

/** @typedef {{ script: number, tasks: number, longest: number }} Load milliseconds of the main thread's own CPU time */

/**
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url
 * @param {string} variant
 * @param {number} slowed
 * @returns {Promise<Load>}
 */
async function load(browser, url, variant, slowed) {
  const page = await browser.freshPage(slowed);
  const events = await browser.traced(async () => {
    await page.go(`${url}/?sdk=${variant}`);
    await pause(SETTLED);
  });
  await page.close();
  const first = events.find(({ name, args }) => name === "ParseHTML" && args.beginData?.url?.startsWith(url));
  if (!first) throw new Error("the trace does not tell of the page: this Chromium traces otherwise");
  const main = events.filter(
    ({ ph, pid, tid, ts }) => ph === "X" && pid === first.pid && tid === first.tid && ts >= first.ts,
  );
  const scripts = outermost(main.filter(({ name }) => SCRIPT.test(name)));
  const tasks = main.filter(({ name }) => name === "RunTask");
  const withScript = tasks.filter((task) =>
    scripts.some((script) => script.ts >= task.ts && script.ts < end(task)),
  );
  return {
    script: sum(scripts),
    tasks: sum(tasks),
    longest: Math.max(0, ...withScript.map(cpu)),
  };
}

const end = (/** @type {import("./browser.mjs").TraceEvent} */ { ts, dur = 0 }) => ts + dur;
const cpu = (/** @type {import("./browser.mjs").TraceEvent} */ { dur = 0, tdur = dur }) => tdur / 1000;
const sum = (/** @type {import("./browser.mjs").TraceEvent[]} */ events) =>
  events.reduce((total, event) => total + cpu(event), 0);

/** Events that stand inside no other of them. */
function outermost(/** @type {import("./browser.mjs").TraceEvent[]} */ events) {
  let until = 0;
  return [...events]
    .sort((one, other) => one.ts - other.ts || end(other) - end(one))
    .filter((event) => {
      const outside = event.ts >= until;
      if (outside) until = end(event);
      return outside;
    });
}
