// @ts-check
/** The dashboard: empty, then live while a page sends, without a word from the browser's console. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.mjs";

test("empty, then live", async (t) => {
  const { gateway, browser, page } = await openPage(t, "&interval=500");
  const dashboard = await browser.newPage();
  /** @type {string[]} */
  const complaints = [];
  dashboard.on("console", (message) => message.type() !== "log" && complaints.push(message.text()));
  dashboard.on("response", (response) => response.status() >= 400 && complaints.push(response.url()));
  const foreign = new Set();
  dashboard.on("request", (request) => foreign.add(new URL(request.url()).origin));
  await dashboard.goto(gateway.admin);
  const row = dashboard.locator("#slo-caption_latency_p99_ms");
  await row.and(dashboard.locator("[data-view-budget=no_data]")).waitFor();
  await dashboard.locator("#answer", { hasText: "No objective has data yet" }).waitFor();
  assert.equal(await dashboard.locator("[id^=slo-]").count(), 9);

  await page.bringToFront();
  await page.evaluate(async () => {
    for (const text of ["one", "two", "three"]) {
      say(text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await hg.flush();
  });
  await dashboard.bringToFront();
  const total = row.locator("[data-field=total][data-value='3']");
  await total.waitFor({ timeout: 4000, state: "attached" });
  assert.equal(await row.getAttribute("data-view-5m"), "healthy");
  assert.equal(await row.getAttribute("data-view-budget"), "met");
  assert.deepEqual(complaints, []);
  assert.deepEqual([...foreign], [gateway.admin]);
});
