// @ts-check
/** What an operator configures for an app's SDK, heard by real pages of another origin than the gateway's. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { until } from "./page.mjs";
import { launch, sample, startGateway } from "./support.mjs";

const APPS = `- {name: quiet, keys: [pub_quiet], origins: ["*"], sdk: {enabled: false}}
`;

/**
 * Scenario: an app whose SDK is configured to be off, and one whose is not; each page counts, sends, and counts again.
 * Guarantees: the first page hears it across origins with its first answer and sends nothing more; the other goes on.
 */
test("an app's SDK is turned off by the gateway's configuration", async (t) => {
  const gateway = await startGateway({ settings: APPS });
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await gateway.stop();
  });
  // The page is of 127.0.0.1, what it sends goes to localhost: two origins.
  const endpoint = encodeURIComponent(gateway.url.replace("127.0.0.1", "localhost"));
  const visit = async (/** @type {string} */ key) => {
    const page = await browser.newPage();
    const posts = { count: 0 };
    page.on("request", (request) => {
      if (request.method() === "POST") posts.count++;
    });
    await page.goto(`${gateway.url}/demo/delivery.html?endpoint=${endpoint}&key=${key}`);
    const add = async () => {
      await page.evaluate("hg.counter('seen').add(1)");
      await page.evaluate("hg.flush()");
    };
    await add();
    await until(() => posts.count > 0, "the first batch");
    const before = posts.count;
    await add();
    await add();
    return posts.count - before;
  };
  assert.ok((await visit("pub_local")) > 0);
  assert.equal(await visit("pub_quiet"), 0);
  await until(async () => sample(await gateway.metrics(), 'seen_total{app="local"}') === 3);
  assert.equal(sample(await gateway.metrics(), 'seen_total{app="quiet"}'), 1);
});
