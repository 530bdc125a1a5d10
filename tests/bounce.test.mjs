// @ts-check
/** Pages that end early or by force: what they noted arrives, and what cannot arrive has a name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage, until } from "./page.mjs";
import { sample } from "./support.mjs";

/** @typedef {{ kind: string, attributes: Record<string, string>, fields: Record<string, number>, page: string }} Item */

/** The lazy part never comes. @param {import("playwright-core").Page} page */
const withoutModule = (page) => page.route(/lazy-.*\.js/, () => {});

test("a page closed before the module came: its vitals, its error, its caption", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "", false);
  await withoutModule(page);
  await page.goto(url);
  const seen = await page.evaluate(async () => {
    say("a secret text");
    hg.counter("joins").add(2, { plan: "pro" });
    hg.span("join").setAttribute("room.size", 2).end();
    setTimeout(() => {
      throw new TypeError("broken early");
    });
    await new Promise((resolve) => setTimeout(resolve, 400));
    const [navigation] = performance.getEntriesByType("navigation");
    const paint = performance.getEntriesByName("first-contentful-paint")[0];
    return { ttfb: /** @type {any} */ (navigation).responseStart, fcp: paint?.startTime ?? 0 };
  });
  await page.goto("about:blank");
  await until(async () => (await gateway.get("/api/v1/outcomes")).items.journalled > 0, "the last words");
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  const of = (/** @type {string} */ kind) => items.filter((item) => item.kind === kind);
  const vital = (/** @type {string} */ name) =>
    of("web_vital").find(({ attributes }) => attributes.name === name)?.fields;
  assert.ok(Math.abs((vital("TTFB")?.time ?? 0) - seen.ttfb) <= 0.1, `TTFB ${vital("TTFB")?.time}`);
  assert.ok(Math.abs((vital("FCP")?.time ?? 0) - seen.fcp) <= 0.1, `FCP ${vital("FCP")?.time}`);
  assert.ok((vital("LCP")?.time ?? 0) >= seen.fcp - 0.1, `LCP ${vital("LCP")?.time}`);
  assert.equal(of("error")[0]?.attributes.error_type, "TypeError");
  assert.match(of("error")[0]?.attributes.message ?? "", /broken early/);
  const [caption] = of("caption");
  assert.equal(caption?.attributes.outcome, "painted");
  assert.ok((caption?.fields.render ?? 0) > 0);
  assert.equal(of("span")[0]?.attributes["room.size"], "2");
  assert.match(await gateway.metrics(), /^joins_total\{app="local",plan="pro"\} 2$/m);
  const [sent] = door.batches();
  assert.equal(door.batches().length, 1, "one request, once");
  assert.doesNotMatch(sent?.text ?? "", /secret|a secret text/, "no text of a caption, no name of a segment");
  const { items: books } = await gateway.settled();
  assert.equal(books.captured, books.journalled);
});

test("hidden before the module came, then shown: nothing is told twice", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.route(/lazy-.*\.js/, async (route) => {
    await pause(1500);
    await route.continue();
  });
  await page.goto(url);
  await page.evaluate(() => {
    say("before");
    return new Promise((resolve) => setTimeout(resolve, 300));
  });
  for (const value of ["hidden", "visible"]) {
    await page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, value);
  }
  await page.evaluate(() => say("after"));
  await page.evaluate(() => hg.flush());
  await page.goto("about:blank");
  await pause(300);
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  assert.equal(items.filter(({ kind }) => kind === "caption").length, 2);
  for (const name of ["TTFB", "FCP", "LCP"]) {
    const reports = items.filter(({ kind, attributes }) => kind === "web_vital" && attributes.name === name);
    assert.equal(reports.length, 1, name);
  }
  assert.equal(new Set(items.map(({ page }) => page)).size, 2, "the bounce is a page view of its own");
});

/** @param {import("playwright-core").Page} page @param {string[]} states */
async function become(page, ...states) {
  for (const value of states) {
    await page.evaluate((value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }, value);
    await pause(200);
  }
}

test("a bounce holds no address, and odd values do not lose it", async (t) => {
  const app = encodeURIComponent('{"name":"odd","version":42,"environment":{}}');
  const { gateway, door, page, url } = await openPage(t, `&app=${app}&token=confidential`, false);
  await withoutModule(page);
  await page.goto(url);
  await page.evaluate(() => {
    const wrong = /** @type {any} */ (hg);
    wrong.counter("odd").add(1, { big: 1n, none: Object.create(null), half: "\ud800" });
    wrong.gauge("odd", { unit: 5 }).record(1);
    wrong.span(7).setAttribute("big", 2n).end();
    wrong.translation({ from: 8, to: 9n }).done();
    // In bytes three times what it is in letters.
    for (let number = 0; number < 40; number++) hg.span("wide").setAttribute("text", "語".repeat(1000)).end();
    hg.span("last").end();
  });
  await page.goto("about:blank");
  await until(async () => (await gateway.get("/api/v1/outcomes")).items.journalled > 0, "the bounce");
  await gateway.settled();
  const [sent] = door.batches();
  assert.ok((sent?.bytes ?? 0) > 20_000 && (sent?.bytes ?? 0) <= 60_000, `${sent?.bytes} bytes`);
  assert.doesNotMatch(sent?.text ?? "", /confidential/);
  assert.match(sent?.text ?? "", /"app":\["odd","42"/);
  /** @type {Item[]} */
  const items = await gateway.items();
  assert.ok(items.some(({ kind, attributes }) => kind === "span" && attributes.name === "last"));
});

test("odd values go through as texts", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await withoutModule(page);
  await page.goto(url);
  await page.evaluate(() => {
    const wrong = /** @type {any} */ (hg);
    wrong.counter("odd").add(1, { big: 1n, none: Object.create(null), half: "\ud800" });
    wrong.gauge("odd_gauge", { unit: 5 }).record(1);
    wrong.translation({ from: 8, to: 9n }).done();
    wrong.caption({ segment: "x", language: 5, speaker: {} }).update("text");
  });
  await page.goto("about:blank");
  await until(async () => (await gateway.get("/api/v1/outcomes")).items.journalled > 0, "the bounce");
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  const odd = items.find(({ kind }) => kind === "own_counter")?.attributes;
  assert.deepEqual([odd?.big, odd?.none, odd?.half], ["1", undefined, "\ufffd"]);
  assert.equal(items.find(({ kind }) => kind === "translation")?.attributes.target_language, "9");
});

test("a bounce that was refused is told by the module, and nothing new is not sent", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "", false);
  /** @type {() => void} */
  let come = () => {};
  const coming = new Promise((resolve) => {
    come = () => resolve(undefined);
  });
  await page.route(/lazy-.*\.js/, async (route) => {
    await coming;
    await route.continue();
  });
  door.refusing(() => ({ status: 503 }));
  await page.goto(url);
  await page.evaluate(() => hg.span("first").end());
  await pause(300);
  await become(page, "hidden", "visible");
  assert.equal(door.batches().length, 1);
  door.refusing(() => undefined);
  await page.evaluate(() => hg.span("second").end());
  await become(page, "hidden", "visible");
  assert.equal(door.batches().length, 2, "again, with what is new");
  await page.evaluate(() => {
    new RTCPeerConnection();
    setTimeout(() => {
      for (const until = performance.now() + 120; performance.now() < until; );
    });
  });
  await pause(300);
  await become(page, "hidden", "visible");
  assert.equal(door.batches().length, 2, "a long task is no news");
  await page.evaluate(() => hg.span("third").end());
  come();
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  /** @type {Item[]} */
  const items = await gateway.items();
  const spans = items.filter(({ kind }) => kind === "span").map(({ attributes }) => attributes.name);
  assert.deepEqual(spans, ["first", "second", "third"]);
  assert.ok(
    items.some(({ kind }) => kind === "long_task"),
    "the module has the entries",
  );
});

test("shut down before the module came: nothing is sent", async (t) => {
  const { door, page, url } = await openPage(t, "", false);
  await page.route(/lazy-.*\.js/, async (route) => {
    await pause(1000);
    await route.continue();
  });
  await page.goto(url);
  await page.evaluate(async () => {
    say("before");
    await hg.shutdown();
    say("after");
  });
  await become(page, "hidden", "visible");
  await page.evaluate(() => hg.flush());
  await page.goto("about:blank");
  await pause(300);
  assert.equal(door.seen.length, 0);
});

test("a killed tab: its session is unfinished, a left one is not", async (t) => {
  const { gateway, browser, page, url } = await openPage(
    t,
    "&interval=300",
    true,
    "page_silent_after_ms: 3000\n",
  );
  // It speaks all the time, so that only its end can silence it.
  await page.evaluate(() => {
    say("one");
    setInterval(() => hg.counter("beats").add(1), 300);
  });
  await page.evaluate(() => hg.flush());
  const states = async () =>
    (await gateway.get("/api/v1/sessions")).sessions.map((/** @type {any} */ one) => one.state).sort();
  assert.deepEqual(await states(), ["live"]);
  const other = await (await browser.newContext()).newPage();
  await other.goto(url);
  await other.evaluate(() => hg.flush());
  await other.goto("about:blank");
  await until(async () => (await states()).includes("left"), "the other");
  assert.deepEqual(await states(), ["left", "live"]);
  const session = await page.context().newCDPSession(page);
  void session.send("Page.crash").catch(() => {});
  await until(async () => (await states()).includes("unfinished"), "the verdict");
  assert.deepEqual(await states(), ["left", "unfinished"]);
  assert.match(await gateway.metrics(), /^honeyguide_pages\{state="unfinished"\} 1$/m);
});

test("what a page counted and could not send is lost_with_page", async (t) => {
  const { gateway, door, page } = await openPage(t, "&interval=60000", true, "page_silent_after_ms: 1500\n");
  // The first batch from here on never arrives, the next one, the page's last, does.
  let refused = 0;
  door.refusing(() => (refused++ < 1 ? { status: 503, headers: { "retry-after": "60" } } : undefined));
  await page.evaluate(() => {
    for (let number = 0; number < 3; number++) hg.counter("lost").add(1);
  });
  await page.evaluate(() => hg.flush());
  assert.equal(refused, 1);
  const { waiting } = await page.evaluate(() => hg.counts());
  assert.ok(waiting >= 3);
  door.refusing((one) => (one.bytes === lostBytes ? { status: 503 } : undefined));
  const lostBytes = door.batches().at(-1)?.bytes;
  await page.evaluate(() => hg.span("last").end());
  await page.goto("about:blank");
  await until(async () => (await gateway.get("/api/v1/outcomes")).items.lost_with_page > 0, "the loss");
  const { items } = await gateway.get("/api/v1/outcomes");
  assert.equal(items.lost_with_page, waiting);
  assert.equal(items.in_pages, 0);
  assert.equal(items.captured, items.journalled + items.lost_with_page);
  const [listed] = (await gateway.get("/api/v1/sessions")).sessions;
  assert.equal(listed.lost, waiting);
  assert.equal(sample(await gateway.metrics(), "honeyguide_items_lost_with_page"), waiting);
});
