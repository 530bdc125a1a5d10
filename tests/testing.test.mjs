// @ts-check
/** The sink in memory: an app's own test sees what a gateway would have got, and is told what it did wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage } from "./page.mjs";

/** @type {(page: import("playwright-core").Page) => string[]} */
const requestsOf = (page) => {
  /** @type {string[]} */
  const requests = [];
  page.on("request", (request) => requests.push(`${request.method()} ${new URL(request.url()).pathname}`));
  return requests;
};

/** @param {import("node:test").TestContext} t @param {{ options?: object, forwards?: boolean }} [given] */
async function openApp(t, { options = {}, forwards = false } = {}) {
  const opened = await openPage(t, "", false);
  const requests = requestsOf(opened.page);
  const endpoint = forwards ? encodeURIComponent(opened.door.url) : "";
  const query = `?endpoint=${endpoint}&options=${encodeURIComponent(JSON.stringify(options))}`;
  await opened.page.goto(`${opened.gateway.url}/demo/testing.html${query}`);
  return { ...opened, requests };
}

/**
 * Scenario: an app measures a caption, a request, an error, a span, metrics and an event; all that its sink is given goes to a gateway too.
 * Guarantees: the sink has the same items as the gateway's file: kinds, times, attributes, values, and what they share.
 */
test("what the sink sees is what the gateway gets", async (t) => {
  const { gateway, page } = await openApp(t, { forwards: true });
  const seen = await page.evaluate(async () => {
    say("guten Tag", "de");
    await fetch("/demo/testing.html");
    setTimeout(() => {
      throw new TypeError("broken on purpose");
    });
    const span = hg.span("join", { attributes: { room: "small" } });
    span.end();
    hg.counter("joins").add(2, { plan: "pro" });
    hg.gauge("queue").record(-3);
    hg.histogram("decode", { unit: "ms" }).record(12.4);
    hg.event("hand_raised", { by: "listener" });
    await new Promise((resolve) => setTimeout(resolve, 600));
    await hg.flush();
    return sink.batches();
  });
  await gateway.settled();
  const got = (await gateway.items()).map(
    ({ kind, page_time, attributes, fields, resource, page, batch, clock }) => ({
      kind,
      time: page_time,
      attributes,
      values: fields,
      resource,
      view: page,
      number: batch,
      clock: clock && { offset: clock.theta, uncertainty: clock.delta / 2 },
    }),
  );
  const expected = seen.flatMap((/** @type {any} */ { items, resource, view, number, clock = null }) =>
    items.map((/** @type {any} */ item) => ({ ...item, resource, view, number, clock })),
  );
  const sorted = (/** @type {any[]} */ items) =>
    items
      .map((item) =>
        JSON.stringify(item, (_, value) =>
          value && typeof value === "object" && !Array.isArray(value)
            ? Object.fromEntries(Object.entries(value).sort())
            : value,
        ),
      )
      .sort();
  assert.deepEqual(sorted(expected), sorted(got));
  const kinds = new Set(got.map(({ kind }) => kind));
  for (const kind of [
    "caption",
    "request",
    "error",
    "span",
    "own_counter",
    "own_gauge",
    "own_histogram",
    "own_event",
    "view",
  ]) {
    assert.ok(kinds.has(kind), `${kind} among ${[...kinds]}`);
  }
});

/**
 * Scenario: the same without a gateway: the app's test waits for items, adds up metrics, clears.
 * Guarantees: no request leaves the page; times, latencies and sums are the app's; what was cleared is gone.
 */
test("no network, and what a test asks for", async (t) => {
  const { page, requests } = await openApp(t);
  const before = Date.now();
  const seen = await page.evaluate(async () => {
    say("guten Tag", "de");
    const caption = await sink.find("caption", ({ attributes }) => attributes.language === "de");
    hg.counter("joins").add(2, { plan: "pro" });
    hg.counter("joins").add(1, { plan: "free" });
    hg.gauge("queue").record(5);
    hg.gauge("queue").record(3);
    hg.timer("render").record(7);
    await fetch("/demo/testing.html");
    const request = await sink.find("request");
    const result = {
      caption,
      request,
      joins: [sink.counter("joins"), sink.counter("joins", { plan: "pro" })],
      queue: sink.gauge("queue"),
      render: sink.histogram("render"),
      app: sink.batches()[0].resource["service.name"],
      views: sink.items("view").length,
    };
    sink.clear();
    hg.counter("later").add(1);
    await hg.flush();
    return {
      ...result,
      later: sink.items().map(({ attributes }) => attributes.name),
      joinsLater: sink.counter("joins"),
    };
  });
  const { caption, request } = seen;
  assert.equal(caption.attributes.outcome, "painted");
  assert.ok(caption.time >= before - 1000 && caption.time <= Date.now() + 1000, `${caption.time}`);
  // The sink's clock is the page's own.
  assert.ok(caption.values.latency > 0 && caption.values.latency < 2000, `${caption.values.latency} ms`);
  assert.equal(request.values.status, 200);
  assert.deepEqual([seen.joins, seen.queue, seen.render], [[3, 2], 3, [7]]);
  assert.deepEqual([seen.app, seen.views, seen.later, seen.joinsLater], ["testing", 1, ["later"], 0]);
  assert.deepEqual(
    requests.filter((request) => /\/v1\//.test(request)),
    [],
  );
});

/**
 * Scenario: consent is pending; then denied, which forgets; then granted.
 * Guarantees: flush comes back, the sink is empty, and an item that is waited for says why it does not come; what was forgotten is counted in
 * the page and told to nobody, and what comes after is there.
 */
test("what consent holds back and drops", async (t) => {
  const { page } = await openApp(t, { options: { consent: "pending", batchInterval: 60_000 } });
  const seen = await page.evaluate(async () => {
    hg.counter("pending").add(1);
    await hg.flush();
    const pending = sink.items();
    const explained = await sink
      .find("own_counter", undefined, { timeout: 300 })
      .catch((fault) => fault.message);
    hg.consent("granted");
    await sink.find("own_counter", ({ attributes }) => attributes.name === "pending");
    hg.counter("forgotten").add(1);
    hg.consent("denied");
    hg.counter("denied").add(1);
    const silent = await sink.find("span", undefined, { timeout: 300 }).catch((fault) => fault.message);
    hg.consent("granted");
    hg.counter("after").add(1);
    await sink.find("own_counter", ({ attributes }) => attributes.name === "after");
    await hg.flush();
    return {
      pending,
      explained,
      silent,
      names: sink.items("own_counter").map(({ attributes }) => attributes.name),
      drops: sink.drops(),
      dropped: (await hg.counts()).dropped,
    };
  });
  assert.deepEqual(seen.pending, []);
  assert.match(seen.explained, /Was consent granted\?/);
  assert.match(seen.silent, /nothing may be told. Consent is pending or denied/);
  assert.deepEqual(seen.names, ["pending", "after"]);
  assert.deepEqual([seen.drops, seen.dropped], [{}, 1]);
});

/**
 * Scenario: the app's `beforeSend` renames the attributes of one item and lets another go.
 * Guarantees: the sink has the one as the app left it, and the other among the drops, under its name; cleared, it is forgotten.
 */
test("what the app itself drops", async (t) => {
  const { page } = await openApp(t, { options: { redacts: true } });
  const seen = await page.evaluate(async () => {
    hg.counter("kept").add(1, { who: "somebody" });
    hg.counter("secret").add(1);
    const kept = await sink.find("own_counter");
    const drops = sink.drops();
    sink.clear();
    hg.counter("again").add(1);
    await hg.flush();
    return { kept: kept.attributes, drops, later: sink.drops() };
  });
  assert.deepEqual(seen.kept, { name: "kept", who: "redacted" });
  assert.deepEqual([seen.drops, seen.later], [{ redacted: 1 }, {}]);
});

/**
 * Scenario: a test looks before anything was sent, waits for what never comes, lets `beforeSend` drop an item, and waits after shutdown.
 * Guarantees: each time it is told what is the matter.
 */
test("mistakes explain themselves", async (t) => {
  const { page } = await openApp(t, { options: { batchInterval: 60_000 } });
  const told = await page.evaluate(async () => {
    const fault = async (/** @type {() => any} */ work) => {
      try {
        return await work();
      } catch (fault) {
        return /** @type {Error} */ (fault).message;
      }
    };
    await hg.counts();
    const early = await fault(() => sink.items());
    const never = await fault(() => sink.find("caption", undefined, { timeout: 300 }));
    await hg.shutdown();
    const over = await fault(() => sink.find("caption", undefined, { timeout: 300 }));
    return { early, never, over };
  });
  assert.match(told.early, /nothing was sent yet: `await hg.flush\(\)` first/);
  assert.match(
    told.never,
    /no caption came that matches, within 300 ms: there came .*1 × view.*\. Captured \d+, dropped 0 \{\}, waiting \d+/,
  );
  assert.match(told.over, /the client was shut down/);
});

/**
 * Scenario: an earlier page of the app, with its real gateway out of reach, left a batch in the browser's storage; then a test's page comes.
 * Guarantees: the test sees none of it, and it is still there for a page with a gateway.
 */
test("what an earlier page left is not the test's", async (t) => {
  const { gateway, door, page, url } = await openPage(t, "&interval=200");
  door.reachable(false);
  await page.evaluate(() => {
    hg.counter("left").add(1);
    return hg.flush();
  });
  await page.goto(`${gateway.url}/demo/testing.html`);
  const seen = await page.evaluate(async () => {
    await hg.flush();
    await new Promise((resolve) => setTimeout(resolve, 500));
    hg.counter("mine").add(1);
    await hg.flush();
    return sink.items("own_counter").map(({ attributes }) => attributes.name);
  });
  assert.deepEqual(seen, ["mine"]);
  door.reachable(true);
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  for (let tries = 0; ; tries++) {
    const names = (await gateway.items()).map(({ attributes }) => attributes.name);
    if (names.includes("left")) break;
    assert.ok(tries < 100, `left among ${names}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
});
