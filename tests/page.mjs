// @ts-check
/** The plain page of `pages/delivery.ts` in a browser, with a door and a gateway behind it. */
import assert from "node:assert/strict";
import { setTimeout as pause } from "node:timers/promises";
import { openDoor } from "./door.mjs";
import { launch, startGateway } from "./support.mjs";

/**
 * A page with the SDK, a door of another origin, the real gateway behind it.
 * @param {import("node:test").TestContext} t
 * @param {string} settings of the gateway, YAML
 * @param {() => Promise<import("playwright-core").Browser>} start
 */
export async function openPage(t, query = "", visit = true, settings = "", start = launch) {
  const gateway = await startGateway({ settings });
  const door = await openDoor(gateway.url);
  const browser = await start();
  t.after(async () => {
    await browser.close();
    await door.close();
    await gateway.stop();
  });
  const page = await browser.newPage();
  const url = `${gateway.url}/demo/delivery.html?endpoint=${encodeURIComponent(door.url)}${query}`;
  if (visit) {
    await page.goto(url);
    // Until the lazy part has come.
    await page.evaluate(() => hg.flush());
  }
  return { gateway, door, browser, page, url };
}

/** @param {() => Promise<boolean> | boolean} reached */
export async function until(reached, what = "it", patience = 10_000) {
  for (const limit = Date.now() + patience; !(await reached()); await pause(50)) {
    assert.ok(Date.now() < limit, `waited in vain for ${what}`);
  }
}
