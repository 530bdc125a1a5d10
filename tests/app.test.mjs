// @ts-check
/** What an app does with the SDK: its services, translations, metrics of its own; and what it does wrong. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { openPage, until } from "./page.mjs";
import { sample } from "./support.mjs";

test("requests: each outcome by name, the app's own promise untouched, nobody else's requests", async (t) => {
  const services = JSON.stringify({ roster: "/roster/", slow: "http://127.0.0.1:1/" });
  const { gateway, page } = await openPage(t, `&services=${encodeURIComponent(services)}`);
  const answers = { "/roster/ok": 200, "/roster/missing": 404, "/roster/broken": 503, "/other": 500 };
  for (const [path, status] of Object.entries(answers)) {
    await page.route(`**${path}`, (route) => route.fulfill({ status, body: path }));
  }
  await page.route("**/roster/never", () => {});
  const seen = await page.evaluate(async () => {
    const texts = [];
    for (const path of ["/roster/ok", "/roster/missing", "/roster/broken", "/other"]) {
      texts.push(await (await fetch(path)).text());
    }
    const aborting = new AbortController();
    const aborted = fetch(new Request("/roster/never", { signal: aborting.signal })).catch(
      (fault) => fault.name,
    );
    aborting.abort();
    const late = fetch("/roster/never", { signal: AbortSignal.timeout(50) }).catch((fault) => fault.name);
    const refused = fetch("http://127.0.0.1:1/x").catch((fault) => fault.name);
    return [...texts, await aborted, await late, await refused];
  });
  assert.deepEqual(seen, [...Object.keys(answers), "AbortError", "TimeoutError", "TypeError"]);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const requests = (await gateway.items()).filter((item) => item.kind === "request");
  assert.deepEqual(
    requests.map(({ attributes, fields }) => [attributes.service, attributes.outcome, fields.status]).sort(),
    [
      ["roster", "aborted", undefined],
      ["roster", "client_error", 404],
      ["roster", "ok", 200],
      ["roster", "server_error", 503],
      ["roster", "timeout", undefined],
      ["slow", "network_error", undefined],
    ],
  );
  const availability = await gateway.objective("service_availability");
  assert.deepEqual([availability.total, availability.bad], [5, 3], "an aborted request is no event");
  assert.deepEqual(availability.causes.map((/** @type {any} */ one) => one.cause).sort(), [
    "network_error of slow",
    "server_error of roster",
    "timeout of roster",
  ]);
});

test("requests: the app's faults stay its own", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.route("**/never/*", () => {});
  await page.route("**/dead", (route) => route.abort());
  const unhandled = await page.evaluate(async () => {
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    /** @type {string[]} */
    const unhandled = [];
    addEventListener("unhandledrejection", ({ reason }) => unhandled.push(String(reason)));
    for (const reason of [null, "user left", new Error("x")]) {
      const aborting = new AbortController();
      fetch("/never/x", { signal: aborting.signal }).catch(() => {});
      fetch(new Request("/never/y", { signal: aborting.signal })).catch(() => {});
      await pause(50);
      aborting.abort(reason);
    }
    const any = /** @type {any} */ (fetch);
    for (const given of [[], ["/x", { body: "x" }], [Symbol("x")], ["/x", { method: "bad method" }]]) {
      any(...given).catch(() => {});
    }
    let told = 0;
    const odd = {
      toString: () => {
        told++;
        return "/dead";
      },
    };
    await any(odd).catch(() => {});
    void fetch(new URL("dead", document.baseURI));
    await pause(200);
    return [told, ...unhandled];
  });
  assert.deepEqual(unhandled, [1, "TypeError: Failed to fetch"]);
  await page.evaluate(() => hg.flush());
  await gateway.settled();
  const items = await gateway.items();
  assert.deepEqual(
    items.filter(({ kind }) => kind === "request").map(({ attributes }) => attributes.outcome),
    [...Array(6).fill("aborted"), "network_error"],
  );
  assert.equal(items.filter(({ kind }) => kind === "error").length, 1, "the rejection that nobody handled");
});

test("translations: the part before the first token, its painting, the score", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    const translated = hg.translation({ from: "en", to: "de" });
    await pause(600);
    translated.firstToken();
    document.body.append("Hallo");
    translated.done({ accuracy: 0.5 });
    const quick = hg.translation({ from: "de", to: "en" });
    quick.firstToken();
    document.body.append("Hello");
    await pause(100);
    quick.done({ accuracy: 0.95 });
    hg.translation({ from: "en", to: "fr" }).done();
    await pause(200);
    await hg.flush();
  });
  await gateway.settled();
  const ttft = await gateway.objective("ttft_p95_ms");
  assert.deepEqual([ttft.total, ttft.bad], [3, 2]);
  const causes = Object.fromEntries(ttft.causes.map((/** @type {any} */ one) => [one.cause, one.bad]));
  assert.deepEqual(causes, { waiting: 1, no_token: 1 });
  assert.equal(ttft.recent_violations.length, 2);
  const late = ttft.recent_violations.find((/** @type {any} */ one) => one.cause === "waiting");
  assert.ok(late.value >= 600 && late.value < 1000, `${late.value}`);
  assert.equal(late.labels.target_language, "de");
  const accuracy = await gateway.objective("translation_accuracy");
  assert.deepEqual([accuracy.total, accuracy.bad], [2, 1]);
  assert.deepEqual([accuracy.causes[0].cause, accuracy.recent_violations[0].value], ["en → de", 0.5]);
  const { objective: one, history } = await gateway.get("/api/v1/slos/translation_accuracy?minutes=60");
  assert.equal(history.at(-1).remaining, one.remaining);
  const timeline = await gateway.get(`/api/v1/sessions/${late.session}`);
  assert.equal(timeline.translations.length, 3, "found from a violation's session");
});

test("metrics of the app's own, in Prometheus' format and as JSON", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    hg.counter("joins").add(1, { plan: "pro" });
    hg.counter("joins").add(2, { plan: "pro" });
    hg.gauge("temperature", { unit: "celsius" }).record(-3.5);
    for (const value of [12.4, 60, 20_000]) hg.histogram("decode", { unit: "ms" }).record(value);
    hg.counter("requests").add(1, { "room.size": 2, room_size: 3, app: "mine" });
    await hg.flush();
  });
  await gateway.settled();
  const text = await gateway.metrics();
  assert.equal(sample(text, 'joins_total{app="local",plan="pro"}'), 3);
  assert.equal(sample(text, 'temperature_celsius{app="local"}'), -3.5);
  assert.equal(sample(text, 'decode_ms_bucket{app="local",le="25"}'), 1);
  assert.equal(sample(text, 'decode_ms_count{app="local"}'), 3);
  assert.equal(sample(text, 'app_requests_total{app="local",room_size="2",own_app="mine"}'), 1);
  const { metrics } = await gateway.get("/api/v1/metrics");
  const own = metrics.filter((/** @type {any} */ metric) => metric.own);
  assert.deepEqual(
    own.map((/** @type {any} */ { name, kind, unit }) => [name, kind, unit]),
    [
      ["app_requests_total", "counter", null],
      ["decode_ms", "histogram", "ms"],
      ["joins_total", "counter", null],
      ["temperature_celsius", "gauge", null],
    ],
  );
});

test("misuse: one warning each under debug, and never a throw", async (t) => {
  const { page, url } = await openPage(t, "&debug", false);
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  page.on("pageerror", (fault) => assert.fail(`thrown into the page: ${fault}`));
  await page.goto(url);
  await page.evaluate(async () => {
    const wrong = /** @type {any} */ (hg);
    for (let twice = 0; twice < 2; twice++) {
      const line = hg.caption({ segment: "x" });
      line.update("text");
      line.close();
      line.update("after the close: another segment");
      for (const text of [undefined, null, 7, { toString: () => "x" }])
        line.update(/** @type {any} */ (text));
      again({ key: "other" });
      again(undefined);
      wrong.caption();
      wrong.caption(null).update("x", null);
      wrong.translation(null).done("score");
      wrong.counter().add("many");
      hg.counter("falls").add(-1);
      hg.histogram("odd").record(Number.NaN);
      wrong.histogram("odd", null).record(1, null);
      wrong.span(undefined).setAttribute(undefined, undefined).end();
      hg.span("twice").end();
      wrong.caption({ segment: "x", element: "#captions" });
    }
    await hg.flush();
    await hg.counts();
    await hg.shutdown();
    await hg.shutdown();
    hg.caption({ segment: "late" }).update("after the shutdown");
    hg.counter("late").add(1);
    await hg.flush();
  });
  await until(() => warnings.some((text) => text.includes("takes the text")), "the warnings");
  for (const words of [
    "takes the text as a string",
    "called twice",
    "falls was given -1",
    "odd was given NaN",
  ]) {
    assert.equal(warnings.filter((text) => text.includes(words)).length, 1, words);
  }
  assert.equal(new Set(warnings).size, warnings.length, "each once");
});

test("no endpoint, and nothing at all: a warning, the page's own origin", async (t) => {
  const { page, url } = await openPage(t, "", false);
  /** @type {string[]} */
  const warnings = [];
  page.on("console", (message) => message.type() === "warning" && warnings.push(message.text()));
  await page.goto(`${url.split("?")[0]}?debug`);
  await page.evaluate(() => hg.flush());
  assert.deepEqual(warnings.filter((text) => text.includes("no endpoint")).length, 1);
});
