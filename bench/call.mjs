// @ts-check
/** What an SDK takes of the main thread while a captioned call goes on. */
import { setTimeout as pause } from "node:timers/promises";
import { FLOOR } from "./init.mjs";
import { over, spread } from "./statistics.mjs";

/** By then the SDK has started and the call is steady, milliseconds. */
const WARM = 5000;

/**
 * Plays the same call with each variant, in turns; percent of the main thread over the floor.
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url of the bench's server
 * @param {string[]} variants
 * @param {{ slowed: number, times: number, seconds: number, progress: (text: string) => void }} how
 */
export async function callShares(browser, url, variants, { slowed, times, seconds, progress }) {
  /** @type {Map<string, number[]>} */
  const shares = new Map([...variants, FLOOR].map((variant) => [variant, []]));
  for (let round = 1; round <= times; round++) {
    for (const [variant, measured] of shares) {
      progress(`${seconds} s of a call, CPU slowed ${slowed}×: round ${round} of ${times}, ${variant}`);
      measured.push(await share(browser, `${url}/?sdk=${variant}&page=call`, slowed, seconds));
    }
  }
  const floor = shares.get(FLOOR) ?? [];
  return {
    ...Object.fromEntries(variants.map((variant) => [variant, over(shares.get(variant) ?? [], floor)])),
    [FLOOR]: spread(floor),
  };
}

/**
 * @param {import("./browser.mjs").Browser} browser
 * @param {string} url
 * @param {number} slowed
 * @param {number} seconds
 */
async function share(browser, url, slowed, seconds) {
  // Only the call is slowed, not its setting up.
  const page = await browser.freshPage();
  await page.go(url);
  await page.until("globalThis.ready");
  await page.evaluate("ready");
  await pause(WARM);
  await page.send("Emulation.setCPUThrottlingRate", { rate: slowed });
  // The thread's own time of the CPU: what other processes take is not the page's doing.
  await page.send("Performance.enable", { timeDomain: "threadTicks" });
  const busy = async () => {
    const { metrics } = await page.send("Performance.getMetrics");
    return metrics.find((/** @type {{ name: string }} */ { name }) => name === "TaskDuration").value;
  };
  const [before, began] = [await busy(), performance.now()];
  await pause(seconds * 1000);
  const [after, ended] = [await busy(), performance.now()];
  await page.close();
  return ((after - before) / ((ended - began) / 1000)) * 100;
}
