// @ts-check
/** Whatever the app, the browser and the network do: the page never throws, memory stays bounded, what is lost has a name. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage, until } from "./page.mjs";

const options = (/** @type {object} */ given) => `&options=${encodeURIComponent(JSON.stringify(given))}`;
/** @param {{ get(path: string): Promise<any> }} gateway */
async function booksAddUp(gateway) {
  const { items } = await gateway.get("/api/v1/outcomes");
  const sum = (/** @type {Record<string, number>} */ reasons) =>
    Object.values(reasons).reduce((sum, one) => sum + one, 0);
  assert.equal(
    items.captured,
    items.journalled + sum(items.rejected) + sum(items.dropped_in_page),
    JSON.stringify(items),
  );
}

test("captions of 100 000 words, emoji, right to left, half of a pair, and ids used again", async (t) => {
  const { gateway, page } = await openPage(t);
  /** @type {string[]} */
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => setTimeout(resolve, 50));
    const texts = [
      "word ".repeat(100_000),
      "👩‍👩‍👧‍👦 🇩🇪",
      "שלום עולם",
      "مرحبا بالعالم",
      "\ud800 half",
      "",
      " ",
      "e\u0301",
    ];
    for (const text of texts) {
      const paragraph = document.createElement("p");
      document.body.append(paragraph);
      const line = hg.caption({ segment: "again", language: "en" });
      line.update(text, { final: true });
      paragraph.textContent = text.slice(0, 1000);
      await frame();
      line.update(`${text} more`, { final: true });
      await frame();
      paragraph.remove();
    }
  });
  const captions = async () => {
    await page.evaluate(() => hg.flush());
    return (await gateway.items()).filter(({ kind }) => kind === "caption");
  };
  await until(async () => (await captions()).length === 16, "16 updates");
  await gateway.settled();
  assert.deepEqual(thrown, []);
  await booksAddUp(gateway);
});

test("10 000 updates in a second: each is an event, and the page goes on", async (t) => {
  const { gateway, page } = await openPage(t);
  const longest = await page.evaluate(async () => {
    const paragraph = document.createElement("p");
    document.body.append(paragraph);
    const line = hg.caption({ segment: "storm", language: "en" });
    let longest = 0;
    for (let burst = 0; burst < 100; burst++) {
      const begun = performance.now();
      for (let update = 0; update < 100; update++) line.update(`storm ${burst} ${update}`);
      paragraph.textContent = `storm ${burst} 99`;
      longest = Math.max(longest, performance.now() - begun);
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
    await new Promise((resolve) => setTimeout(resolve, 500));
    await hg.flush();
    return longest;
  });
  await gateway.settled();
  assert.equal((await gateway.items()).filter(({ kind }) => kind === "caption").length, 10_000);
  assert.ok(longest < 500, `${longest} ms for 100 updates`);
  await booksAddUp(gateway);
});

test("a clock that jumps by a day: nothing is late by a day", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    say("before the jump");
    const { now } = Date;
    Date.now = () => now() + 86_400_000;
    say("after the jump");
    await new Promise((resolve) => setTimeout(resolve, 1500));
    await hg.flush();
  });
  await gateway.settled();
  const captions = (await gateway.items()).filter(({ kind }) => kind === "caption");
  assert.equal(captions.length, 2);
  for (const { fields } of captions) assert.ok(Math.abs(fields.latency) < 5000, JSON.stringify(fields));
  await booksAddUp(gateway);
});

test("an endpoint that hangs, then one that redirects: tried again, delivered once", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "", false);
  await page.addInitScript(() => {
    const { timeout } = AbortSignal;
    AbortSignal.timeout = (ms) => timeout.call(AbortSignal, ms / 30);
  });
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  let tries = 0;
  door.refusing(({ path }) => {
    // Followed, the batch would seem to be delivered.
    if (path.endsWith("elsewhere")) return { status: 200 };
    tries++;
    if (tries === 1) return "hang";
    if (tries === 2) return { status: 302, headers: { location: "/v1/batch/elsewhere" } };
    return undefined;
  });
  await page.evaluate(() => {
    hg.counter("patient").add(1);
    void hg.flush();
  });
  await until(async () => (await page.evaluate(() => hg.counts())).waiting === 0, "the third try", 15_000);
  assert.ok(tries >= 3);
  assert.match(await gateway.metrics(), /^patient_total\{app="local"\} 1$/m);
});

// Scenario: a page is left with twice as much to tell as the browser lets go; then the tab comes back.
// Guarantees: some of it is at the gateway before the tab comes back, the rest after, and each span once.
test("more than 64 KB at the page's end: what fits arrives at once, the rest by the next page", async (t) => {
  const { gateway, door, page, url } = await openPage(t, options({ batchInterval: 60_000 }));
  await page.evaluate(() => {
    for (let number = 0; number < 40; number++) {
      hg.span(`long ${number}`)
        .setAttribute("text", `${number}${"x".repeat(3000)}`)
        .end();
    }
  });
  await page.goto("about:blank");
  await pause(1000);
  const spans = async () => (await gateway.items()).filter(({ kind }) => kind === "span");
  assert.ok((await spans()).length > 0, "some of it at once");
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  await until(async () => (await spans()).length >= 40, "the rest");
  assert.equal(new Set((await spans()).map(({ attributes }) => attributes.name)).size, 40);
  assert.equal((await spans()).length, 40, "each once");
  assert.ok(door.batches().length > 1);
});

test("429 for ever: silent in the console, bounded, and the newest of what objectives need is kept", async (t) => {
  const { door, page } = await openPage(t, "&interval=200");
  /** @type {string[]} */
  const said = [];
  page.on("console", (message) => message.text().includes("honeyguide") && said.push(message.text()));
  door.refusing(() => ({ status: 429, headers: { "retry-after": "20" } }));
  const before = door.batches().length;
  await page.evaluate(async () => {
    for (let round = 0; round < 30; round++) {
      for (let number = 0; number < 30; number++) hg.event?.(`e${round} ${number} ${"x".repeat(500)}`);
      for (let number = 0; number < 30; number++) hg.span(`s${round} ${number} ${"x".repeat(500)}`).end();
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
  });
  const counts = await page.evaluate(() => hg.counts());
  assert.ok(counts.dropped > 0 && counts.waiting > 0, JSON.stringify(counts));
  assert.equal(counts.captured, counts.delivered + counts.dropped + counts.waiting);
  // The heart beats each second: without the wait there would be a try a beat.
  assert.ok(door.batches().length - before <= 1, `${door.batches().length - before} tries in 3 s`);
  assert.deepEqual(said, []);
});

test("a tunnel with paths and names of its own: nothing of ours in the address, and it arrives", async (t) => {
  const paths = { batch: "/t/in", time: "/t/now", key: "app", session: "v" };
  const { gateway, door, page, url } = await openPage(t, options({ paths }), false);
  // What the host's own server does, see docs/tunnel.md.
  door.tunnelling((path) =>
    path.replace("/t/in?app=", "/v1/batch?k=").replace("&v=", "&s=").replace("/t/now", "/v1/time"),
  );
  await page.goto(url);
  await page.evaluate(() => {
    hg.counter("tunnelled").add(1);
    return hg.flush();
  });
  await gateway.settled();
  assert.match(await gateway.metrics(), /^tunnelled_total\{app="local"\} 1$/m);
  for (const { path } of door.seen) assert.match(path, /^\/t\/(now$|in\?app=pub_local&v=[a-z\d-]+$)/);
});

test("shut down while a batch is on its way, and init twice", async (t) => {
  const { gateway, door, page } = await openPage(t);
  /** @type {string[]} */
  const thrown = [];
  page.on("pageerror", (error) => thrown.push(String(error)));
  door.refusing(() => "lose the answer");
  const counts = await page.evaluate(async () => {
    const same = again({ key: "pub_local", app: { name: "again" } }) === hg;
    hg.counter("cut_off").add(1);
    void hg.flush();
    await hg.shutdown();
    hg.counter("cut_off").add(1);
    return { same, ...(await hg.counts()) };
  });
  assert.ok(counts.same);
  assert.equal(counts.waiting, 0);
  assert.equal(counts.captured, counts.delivered + counts.dropped);
  assert.deepEqual(thrown, []);
  await pause(500);
  assert.match(await gateway.metrics(), /^cut_off_total\{app="local"\} 1$/m);
});
