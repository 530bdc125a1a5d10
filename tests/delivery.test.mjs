// @ts-check
/** How batches leave a page: without preflight, again after a failure, and at the page's last moment. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage, until } from "./page.mjs";

test("never a preflight, no header of our own, no credentials, and no leak of the keepalive quota", async (t) => {
  const { gateway, door, page } = await openPage(t);
  await page.context().addCookies([{ name: "secret", value: "1", url: door.url }]);
  for (let round = 0; round < 15; round++) {
    await page.evaluate((round) => {
      // Long texts: more than the 64 KiB of a page's keepalive budget in all.
      for (let error = 0; error < 3; error++)
        setTimeout(() => {
          throw new Error(`${round} ${error} ${"x".repeat(3000)}`);
        });
    }, round);
    await pause(30);
    await page.evaluate(() => hg.flush());
  }
  const counts = await page.evaluate(() => hg.counts());
  assert.deepEqual([counts.captured, counts.waiting, counts.dropped], [counts.delivered, 0, 0]);
  assert.ok(door.batches().length >= 15);
  assert.deepEqual(
    [...new Set(door.seen.map(({ method, path }) => `${method} ${path.split("?")[0]}`))].sort(),
    ["GET /v1/time", "POST /v1/batch"],
  );
  for (const { headers } of door.batches()) {
    assert.equal(headers["content-type"], "text/plain");
    assert.equal(headers.cookie, undefined);
    assert.equal(headers.authorization, undefined);
    assert.equal(headers.referer, undefined);
  }
  assert.equal((await gateway.settled()).items.journalled, counts.captured);
});

/** A date's seconds are whole. */
const inTwoSeconds = () => new Date(Math.ceil(Date.now() / 1000 + 2) * 1000).toUTCString();

// Scenario: a batch is refused for a while, told in seconds or as a date; meanwhile the app flushes.
// Guarantees: the same bytes come again, not before that time, and are counted once.
for (const [told, after] of Object.entries({ seconds: () => "2", "a date": inTwoSeconds })) {
  test(`503 with Retry-After, ${told}: the same batch again, not earlier, counted once`, async (t) => {
    const { gateway, door, page } = await openPage(t);
    /** @type {import("./door.mjs").Seen | undefined} */
    let refused;
    door.refusing((batch) => {
      if (refused) return undefined;
      refused = batch;
      return { status: 503, headers: { "retry-after": after() } };
    });
    await page.evaluate(() => say("wait for me"));
    await until(() => refused !== undefined, "the first sending");
    // Neither another tab nor a flush is a reason to come earlier.
    await page.evaluate(() => hg.flush());
    await until(async () => (await page.evaluate(() => hg.counts())).waiting === 0, "the second sending");
    const batches = door.batches();
    // What was captured meanwhile may come first.
    const [first, second] = batches.filter(({ bytes }) => bytes === refused?.bytes);
    assert.ok(second, "the same bytes again");
    const waited = (second?.at ?? 0) - (first?.at ?? 0);
    assert.ok(waited >= 1990, `after ${waited} ms`);
    await page.evaluate(() => hg.flush());
    const report = await gateway.settled();
    assert.equal(report.items.captured, report.items.journalled);
    assert.equal((await gateway.items()).filter((item) => item.kind === "caption").length, 1);
  });
}

test("an answer that is lost: sent again, recognised as a repeat", async (t) => {
  const { gateway, door, page } = await openPage(t);
  let lost = 0;
  door.refusing(() => (lost++ < 1 ? "lose the answer" : undefined));
  await page.evaluate(() => say("twice"));
  await until(async () => (await page.evaluate(() => hg.counts())).delivered >= 1, "the second sending");
  await page.evaluate(() => hg.flush());
  const report = await gateway.settled();
  assert.equal(report.requests.repeated, 1);
  assert.equal(report.items.captured, report.items.journalled);
  assert.equal((await gateway.items()).filter((item) => item.kind === "caption").length, 1);
});

test("a key that is no key: dropped under a name, the page goes on, nothing is repeated for ever", async (t) => {
  const { door, page } = await openPage(t, "&key=wrong&interval=300");
  await page.evaluate(() => say("for nobody"));
  await until(async () => (await page.evaluate(() => hg.counts())).dropped >= 1, "the refusal");
  const sent = door.batches().length;
  await pause(1500);
  assert.ok(door.batches().length <= sent + 1, "a refused batch is not sent again");
  const counts = await page.evaluate(() => hg.counts());
  assert.equal(counts.captured, counts.delivered + counts.dropped + counts.waiting);
});

test("a page that is left right after an update still delivers it", async (t) => {
  const { gateway, page } = await openPage(t, "&interval=60000");
  await page.evaluate(() => {
    say("last words");
    setTimeout(() => {
      throw new TypeError("last error");
    });
  });
  await pause(60);
  await page.goto("about:blank");
  await until(async () => (await gateway.get("/api/v1/outcomes")).items.journalled > 0, "the last batch");
  await pause(300);
  const items = await gateway.items();
  const caption = items.find((item) => item.kind === "caption");
  assert.equal(caption?.attributes.outcome, "painted");
  assert.equal(items.find((item) => item.kind === "error")?.attributes.error_type, "TypeError");
  assert.ok(
    items.some((item) => item.kind === "caption_segment"),
    "its segment was closed",
  );
  const { items: books } = await gateway.settled();
  assert.equal(books.captured, books.journalled);
});

// Scenario: a page is left, by a navigation or by closing its tab, and the app ends a span in a pagehide handler of its own;
// the browser says twice that the page ends.
// Guarantees: the span arrives, and no batch is sent twice.
for (const [way, leave] of Object.entries({
  navigation: (/** @type {import("playwright-core").Page} */ page) => page.goto("about:blank"),
  close: (/** @type {import("playwright-core").Page} */ page) => page.close({ runBeforeUnload: true }),
})) {
  test(`a span ended in the app's own pagehide arrives, and all is sent once: ${way}`, async (t) => {
    const { gateway, door, page } = await openPage(t, "&interval=60000");
    await page.evaluate(() => {
      const span = hg.span("visit");
      addEventListener("pagehide", () => span.end());
      hg.counter("on_the_way").add(1);
    });
    await leave(page);
    const spans = async () => (await gateway.items()).filter(({ kind }) => kind === "span");
    await until(async () => (await spans()).length > 0, "the span");
    // Time for a second sending.
    await pause(500);
    assert.equal((await spans()).length, 1);
    const texts = door.batches().map(({ text }) => text);
    assert.equal(new Set(texts).size, texts.length, "no batch twice");
    assert.match(await gateway.metrics(), /^on_the_way_total\{app="local"\} 1$/m);
    assert.equal((await gateway.settled()).requests.repeated, 0);
  });
}

test("hidden: no latency, and no bad event", async (t) => {
  const { gateway, browser, page } = await openPage(t);
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "hidden", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    say("unseen");
  });
  await page.evaluate(() => {
    Object.defineProperty(document, "visibilityState", { value: "visible", configurable: true });
    document.dispatchEvent(new Event("visibilitychange"));
    say("seen");
  });
  await pause(500);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const captions = (await gateway.items()).filter((item) => item.kind === "caption");
  assert.deepEqual(
    captions.map((item) => item.attributes.outcome),
    ["hidden", "painted"],
  );
  assert.equal(captions[0].fields.latency, undefined);
  const latency = await gateway.objective("caption_latency_p99_ms");
  assert.deepEqual([latency.total, latency.bad], [1, 0]);
  assert.ok(browser.isConnected());
});

test("a visible page that does not paint within 5 s: a bad event", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(() => {
    // Written to an element that the page never gets: no write, no paint.
    const element = document.createElement("p");
    hg.caption({ segment: "lost", language: "en", element }).update("never shown", { emittedAt: Date.now() });
  });
  await pause(5600);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const [caption] = (await gateway.items()).filter((item) => item.kind === "caption");
  assert.equal(caption.attributes.outcome, "missing");
  const latency = await gateway.objective("caption_latency_p99_ms");
  assert.deepEqual([latency.total, latency.bad], [1, 1]);
});

// Scenario: a page that is left alone for a while.
// Guarantees: the clock's eight probes come one at a time, about a second apart, and no ninth.
test("the clock is asked once a second, eight times", async (t) => {
  const { door } = await openPage(t);
  const probes = () => door.seen.filter(({ path }) => path.startsWith("/v1/time"));
  await until(() => probes().length === 8, "eight probes", 20_000);
  await pause(2500);
  const at = probes().map(({ at }) => at);
  assert.equal(at.length, 8);
  // The first comes with the start, the next with the first beat.
  for (const [index, time] of at.entries()) {
    if (index > 1) assert.ok(time - (at[index - 1] ?? 0) > 500, `${at.map((time) => Math.round(time))}`);
  }
});

// Scenario: after the clock's first round the wall clock moves by a day; after the second the page is hidden and visible again.
// Guarantees: each time the clock is asked anew, a whole round and no more.
test("the clock is asked again after a jump, and once the page is visible again", async (t) => {
  const { door, page, url } = await openPage(t, "", false);
  await page.addInitScript(() => {
    // The heart beats five times as fast.
    const native = setInterval;
    Object.assign(window, {
      setInterval: (/** @type {() => void} */ work, /** @type {number} */ ms) => native(work, ms / 5),
    });
  });
  await page.goto(url);
  const round = async (/** @type {number} */ count) => {
    const probes = () => door.seen.filter(({ path }) => path.startsWith("/v1/time")).length;
    await until(() => probes() >= count, `${count} probes`, 20_000);
    await pause(1500);
    assert.equal(probes(), count);
  };
  await round(8);
  await page.evaluate(() => {
    const { now } = Date;
    Date.now = () => now() + 86_400_000;
  });
  await round(16);
  await page.evaluate(() => {
    for (const value of ["hidden", "visible"]) {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
    }
  });
  await round(24);
});
