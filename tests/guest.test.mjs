// @ts-check
/** The SDK as a guest: what it must not do to a page, and what it must not make of unusual ones. */
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { promisify } from "node:util";
import { openPage, until } from "./page.mjs";
import { sample } from "./support.mjs";

/** @typedef {{ kind: string, attributes: Record<string, string>, fields: Record<string, number> }} Item */

test("call setup is timed by the connection, however late the lazy part comes", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.route(/lazy-.*\.js/, async (route) => {
    await pause(3000);
    await route.continue();
  });
  await page.goto(url);
  await page.evaluate(() => connect());
  await page.evaluate(() => hg.flush());
  await until(
    async () => (await gateway.items()).filter(({ kind }) => kind === "webrtc_connection").length === 2,
    "both",
  );
  for (const { kind, fields } of await gateway.items()) {
    if (kind === "webrtc_connection") assert.ok(fields.setup < 1500, `${fields.setup} ms`);
  }
});

test("left or closed before any paint: no bad event", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(() => {
    const line = hg.caption({ segment: "evicted", language: "en" });
    line.update("evicted at once", { emittedAt: Date.now() });
    line.close();
    say("left at once");
    location.href = "left.html";
  });
  const told = async () => (await gateway.items().catch(() => [])).filter(({ kind }) => kind === "caption");
  await until(async () => (await told()).length > 0, "the last batch");
  await gateway.settled();
  const captions = await told();
  assert.equal(captions.length, 2);
  for (const { attributes } of captions) assert.notEqual(attributes.outcome, "missing");
  assert.equal((await gateway.objective("caption_latency_p99_ms")).bad, 0);
});

test("words painted after their update had expired count all the same", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(() => {
    const element = document.createElement("p");
    document.body.append(element);
    const line = hg.caption({ segment: "late", language: "en", element });
    Object.assign(window, { late: { element, line } });
    line.update("one two three");
    element.textContent = "one two three";
  });
  await pause(200);
  await page.evaluate(() => late.line.update("one five"));
  await pause(5700);
  await page.evaluate(() => {
    late.element.textContent = "one five";
  });
  await pause(200);
  await page.evaluate(() => late.line.close());
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const metrics = await gateway.metrics();
  assert.equal(sample(metrics, 'caption_words_displayed_total{app="local",language="en"}'), 4);
  assert.equal(sample(metrics, 'word_retractions_total{app="local",kind="word",language="en"}'), 2);
  const words = await gateway.objective("word_retraction_rate");
  assert.deepEqual([words.total, words.bad], [4, 2]);
});

test("a line closed between a frame and the word of its paint counts its words once", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    const paragraph = document.createElement("p");
    document.body.append(paragraph);
    const line = hg.caption({ segment: "closed", language: "en" });
    const show = (/** @type {string} */ text) => {
      line.update(text);
      paragraph.textContent = text;
    };
    show("one two three");
    await new Promise((resolve) => setTimeout(resolve, 200));
    show("one two three four");
    await Promise.resolve();
    // Observers report in the order of their making: after the SDK's, and before its message arrives.
    new ResizeObserver(() => line.close()).observe(document.body);
  });
  await pause(500);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const items = await gateway.items();
  assert.equal(items.filter(({ kind }) => kind === "caption_segment").length, 1);
  assert.equal(
    sample(await gateway.metrics(), 'caption_words_displayed_total{app="local",language="en"}'),
    3,
  );
});

test("without emit times a missing paint is no event of the latency objective", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(() => {
    hg.caption({ segment: "lost", element: document.createElement("p") }).update("never shown");
  });
  await pause(5600);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const latency = await gateway.objective("caption_latency_p99_ms");
  assert.deepEqual([latency.total, latency.bad], [0, 0]);
});

test("a call given up by leaving is one; a connection made only to look is none", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    new RTCPeerConnection().close();
    const connection = new RTCPeerConnection();
    connection.createDataChannel("x");
    await connection.setLocalDescription();
  });
  await pause(3000);
  await page.goto("about:blank");
  await until(
    async () => (await gateway.items()).some(({ kind }) => kind === "webrtc_connection"),
    "the call",
  );
  const calls = (await gateway.items()).filter(({ kind }) => kind === "webrtc_connection");
  assert.deepEqual(
    calls.map(({ attributes }) => attributes.outcome),
    ["abandoned"],
  );
  await gateway.settled();
  const setup = await gateway.objective("call_setup_time_ms");
  assert.deepEqual([setup.total, setup.bad], [1, 1]);
});

test("flush waits for what is on its way; shutdown stops for good", async (t) => {
  const { gateway, door, page } = await openPage(t, "&interval=300");
  await page.evaluate(() => say("one"));
  await pause(700);
  await page.evaluate(() => {
    say("two");
  });
  await pause(300);
  await page.evaluate(() => hg.shutdown());
  const before = await page.evaluate(() => hg.counts());
  assert.deepEqual([before.waiting, before.dropped, before.delivered], [0, 0, before.captured]);
  const sent = door.batches().length;
  await page.evaluate(() => {
    for (let update = 0; update < 50; update++) say(`after ${update}`);
    document.dispatchEvent(new Event("visibilitychange"));
  });
  await pause(1500);
  assert.deepEqual(await page.evaluate(() => hg.counts()), before);
  assert.equal(door.batches().length, sent);
  assert.equal((await gateway.settled()).items.captured, before.captured);
});

test("a probe that cannot start takes no other with it", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.addInitScript(() => Object.defineProperty(window, "fetch", { value: fetch }));
  await page.goto(url);
  await page.evaluate(() => {
    setTimeout(() => {
      throw new Error("seen all the same");
    });
  });
  await pause(100);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  assert.ok((await gateway.items()).some(({ kind }) => kind === "error"));
});

test("identifiers as attributes: the module's texts are bounded, every value counts", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.addInitScript(() => {
    // A text crosses into the module as its bytes.
    const native = TextEncoder.prototype.encode;
    Object.assign(window, { texts: 0 });
    TextEncoder.prototype.encode = function (...given) {
      /** @type {any} */ (window).texts++;
      return native.apply(this, given);
    };
  });
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  const texts = await page.evaluate(async () => {
    for (let id = 0; id < 6000; ) {
      hg.counter("joins").add(1, { id });
      if (++id % 500 === 0) await hg.flush();
    }
    return /** @type {any} */ (window).texts;
  });
  assert.ok(texts >= 5000 && texts < 5050, `${texts} texts`);
  await gateway.settled();
  const joins = (await gateway.items()).filter(({ kind }) => kind === "own_counter");
  assert.equal(joins.length, 6000);
});

test("misuse never throws into the page", async (t) => {
  const { gateway, page } = await openPage(t, `&app=${encodeURIComponent('{"name":7,"version":42}')}`);
  /** @type {string[]} */
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  await page.evaluate(() => {
    const any = /** @type {any} */ (hg);
    any.caption().update(5);
    any.caption({ element: "#x" }).update("text", null);
    any.caption({ segment: "x" }).update("text", { emittedAt: Symbol("x") });
    any.caption({ segment: "x", language: "not a tag!" }).update("\ud800 text", { final: "yes" });
    any.translation(null).done(null);
    const odd = Object.create(null);
    for (const value of [odd, Symbol("x"), 1n]) {
      any.caption({ segment: "x", language: value }).update("text", { emittedAt: value });
      any.translation({ from: value }).done({ accuracy: value });
      any.span(value, { parent: value }).setAttribute(value, value).end();
      any.counter("odd").add(1, { value });
      any.counter(value).add(1);
      Promise.reject(value);
      throwLater(value);
      throwLater(Object.assign(new Error(), { name: value, message: value, stack: value }));
    }
    any.span("x", { parent: {} }).end();
    any.span("x", { parent: "x" }).end();
    any.span(5).end();
    const span = any.span("x", null);
    span.end();
    span.end();
    function throwLater(/** @type {unknown} */ fault) {
      setTimeout(() => {
        throw fault;
      });
    }
    globalThis.ResizeObserver = /** @type {any} */ (undefined);
    any.caption({ segment: "y" }).update("text");
  });
  await pause(500);
  await page.evaluate(() => hg.flush());
  // What the page threw itself, and nothing of ours.
  assert.equal(thrown.length, 9, thrown.join("\n"));
  assert.doesNotMatch(thrown.join(), /TypeError/);
  const items = await gateway.items();
  const count = (/** @type {string} */ kind) =>
    items.filter((/** @type {Item} */ item) => item.kind === kind).length;
  assert.deepEqual([count("error"), count("span"), count("translation")], [9, 7, 4]);
});

test("a no-op on a server", async () => {
  const entry = new URL("../npm/dist/index.js", import.meta.url).href;
  const script = `
    import { init } from ${JSON.stringify(entry)};
    const hg = init({ key: "k", app: { name: "server" } });
    hg.caption({ segment: "a" }).update("text");
    hg.span("render").end();
    hg.translation().firstToken();
    await hg.flush();
    console.log(JSON.stringify(await hg.counts()));
  `;
  const start = performance.now();
  const { stdout } = await promisify(execFile)(process.execPath, ["--input-type=module", "-e", script]);
  assert.ok(performance.now() - start < 4000, "no timer keeps the process");
  assert.deepEqual(JSON.parse(stdout), { captured: 0, delivered: 0, dropped: 0, waiting: 0 });
});
