// @ts-check
/** Spans, events, timers of the app's own; observed calls; the headers by which a trace goes on in other services. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { openPage } from "./page.mjs";
import { sample } from "./support.mjs";

/** A service of another origin that notes what it is sent. */
async function openService(/** @type {import("node:test").TestContext} */ t) {
  /** @type {{ method: string, path: string, headers: import("node:http").IncomingHttpHeaders, body: string }[]} */
  const seen = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    const { method = "", url: path = "", headers } = request;
    seen.push({ method, path, headers, body });
    const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    response.writeHead(path.endsWith("broken") ? 503 : 200, allowed).end("answer");
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return { url: `http://127.0.0.1:${port}`, evil: `http://localhost:${port}`, seen };
}

/** What a page's item says of a trace, as a header does. */
const traceparent = (/** @type {any} */ { fields }) =>
  `00-${fields.trace_high}${fields.trace_low}-${fields.span}-01`;

/**
 * Scenario: a span with attributes, events, a failure and given times; a child of it, one begun by a header, one begun in `run`, one that
 * is to have no parent, and one whose parent is no header; some end twice.
 * Guarantees: each once, with its own identifiers and the right parent; events are of their span.
 */
test("spans", async (t) => {
  const { gateway, page } = await openPage(t);
  const told = await page.evaluate(async () => {
    const any = /** @type {any} */ (undefined);
    const begin = performance.timeOrigin;
    const join = hg.span("join", { attributes: { "room.size": 3, room: "r" }, startTime: begin });
    join.setAttribute("room.size", 4).setAttributes({ muted: true, gone: any });
    join.addEvent("token", { cached: false }).addEvent("later", any, begin + 10);
    join.fail("no room").end(begin + 250.5);
    join.end();
    const child = hg.span("child", { parent: join });
    const header = `00-${"ab".repeat(16)}-${"12".repeat(8)}-00`;
    const remote = hg.span("remote", { parent: header });
    const [inside, outside] = join.run(() => [hg.span("inside"), hg.span("outside", { parent: null })]);
    const odd = ["", "00-0-0-01", `00-${"0".repeat(32)}-${"12".repeat(8)}-01`, `ff${header.slice(2)}`, {}, 7];
    const roots = odd.map((parent) => hg.span("root", { parent: /** @type {any} */ (parent) }));
    const all = [join, child, remote, inside, outside, hg.span("after"), ...roots];
    for (const span of all) span?.end();
    await hg.flush();
    return { ids: all.map((span) => span?.traceparent()) };
  });
  await gateway.settled();
  const items = await gateway.items();
  const spans = items.filter(({ kind }) => kind === "span");
  assert.deepEqual(spans.map(traceparent).sort(), told.ids.sort());
  assert.equal(new Set(spans.map(({ fields }) => fields.span)).size, 12);
  const named = (/** @type {string} */ name) => spans.find(({ attributes }) => attributes.name === name);
  const join = named("join");
  const { name: _, ...attributes } = join.attributes;
  assert.deepEqual(attributes, { status: "no room", "room.size": "4", room: "r", muted: "true" });
  assert.deepEqual([join.fields.failed, join.fields.duration, join.fields.parent], [1, 250.5, undefined]);
  for (const [name, trace, parent] of [
    ["child", join.fields.trace_high + join.fields.trace_low, join.fields.span],
    ["inside", join.fields.trace_high + join.fields.trace_low, join.fields.span],
    ["remote", "ab".repeat(16), "12".repeat(8)],
  ]) {
    const { fields } = named(name);
    assert.deepEqual([fields.trace_high + fields.trace_low, fields.parent], [trace, parent], name);
  }
  const roots = spans.filter(({ attributes }) => /root|outside|after/.test(attributes.name));
  assert.deepEqual([roots.length, new Set(roots.map(({ fields }) => fields.trace_low)).size], [8, 8]);
  assert.ok(roots.every(({ fields }) => fields.parent === undefined));
  const events = items.filter(({ kind }) => kind === "span_event");
  assert.deepEqual(
    events.map(({ attributes, fields }) => [attributes, fields.span]),
    [
      [{ name: "token", cached: "false" }, join.fields.span],
      [{ name: "later" }, join.fields.span],
    ],
  );
  assert.equal(Math.round(events[1].time - join.time), 10);
});

/**
 * Scenario: calls that return, throw, resolve, reject, are aborted, return a thing whose `then` begins the work; a rejection that
 * nobody handles; calls inside of calls; what is no function.
 * Guarantees: the app gets the same values and faults, each piece of work runs once, its unhandled rejection stays the only one; a span
 * and a duration each, with the outcome; children know their parents.
 */
test("observed calls", async (t) => {
  const { gateway, page } = await openPage(t);
  const seen = await page.evaluate(async () => {
    const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
    /** @type {unknown[]} */
    const unhandled = [];
    addEventListener("unhandledrejection", (event) => unhandled.push(event.reason));
    const [value, fault] = [{}, new Error("no https://provider.example/x?token=secret")];
    const caught = async (/** @type {() => unknown} */ work) => {
      try {
        return await work();
      } catch (fault) {
        return fault;
      }
    };
    const { observe } = hg;
    let begun = 0;
    const lazy = {
      /** @param {(value: unknown) => void} resolve */
      // biome-ignore lint/suspicious/noThenProperty: as query builders have it
      then(resolve) {
        begun++;
        resolve(value);
      },
    };
    const throwing = () => {
      throw fault;
    };
    const same = [
      observe("sync", () => value) === value,
      (await caught(() => observe("throws", throwing))) === fault,
      (await observe("resolves", () => pause(20).then(() => value))) === value,
      (await caught(() => observe("rejects", () => Promise.reject(fault)))) === fault,
      (await caught(() => observe("rejects_null", () => Promise.reject(null)))) === null,
      (await observe("lazy", () => lazy)) === value && begun === 1,
      (await observe("running", /** @type {any} */ (Promise.resolve(value)))) === value,
      observe("nothing", /** @type {any} */ (undefined)) === undefined,
    ];
    const aborting = new AbortController();
    aborting.abort();
    await caught(() => observe("aborted", () => fetch("/x", { signal: aborting.signal })));
    await observe("outer", async (span) => {
      const inner = observe("inner", () => hg.span("innermost").end());
      await pause(5);
      observe("late", () => {}, { parent: span });
      observe("stray", () => {});
      return inner;
    });
    void observe("floating", () => Promise.reject(fault));
    await pause(50);
    await hg.flush();
    return { same, unhandled: unhandled.length, mine: unhandled[0] === fault };
  });
  assert.deepEqual(seen, { same: Array(8).fill(true), unhandled: 1, mine: true });
  await gateway.settled();
  const items = await gateway.items();
  const spans = items.filter(({ kind }) => kind === "span");
  const named = (/** @type {string} */ name) => spans.find(({ attributes }) => attributes.name === name);
  const parent = (/** @type {string} */ name) =>
    spans.find(({ fields }) => fields.span === named(name).fields.parent)?.attributes.name;
  assert.deepEqual(["inner", "innermost", "late", "stray"].map(parent), [
    "outer",
    "inner",
    "outer",
    undefined,
  ]);
  assert.deepEqual(
    ["sync", "throws", "resolves", "rejects", "rejects_null", "lazy", "running", "nothing", "aborted"].map(
      (name) => [named(name).attributes.outcome, named(name).fields.failed],
    ),
    [..."oeoeeooo"]
      .map((one) => (one === "o" ? ["ok", undefined] : ["error", 1]))
      .concat([["aborted", undefined]]),
  );
  assert.equal(named("throws").attributes.status, "Error: no https://provider.example/x");
  assert.ok(named("resolves").fields.duration >= 19);
  const text = await gateway.metrics();
  const of = (/** @type {string} */ name, outcome = "ok") =>
    sample(text, `${name}_request_duration_ms_count{app="local",outcome="${outcome}"}`);
  assert.deepEqual(
    [of("outer"), of("rejects", "error"), of("aborted", "aborted"), of("floating", "error")],
    [1, 1, 1, 1],
  );
});

/**
 * Scenario: a timer stopped with attributes, twice, one that is given its value; events with and without attributes.
 * Guarantees: a histogram in milliseconds with each value once; each event with its attributes.
 */
test("timers and events", async (t) => {
  const { gateway, page } = await openPage(t);
  const took = await page.evaluate(async () => {
    const stop = hg.timer("decode").start();
    await new Promise((resolve) => setTimeout(resolve, 30));
    const first = stop({ codec: "opus" });
    const again = stop({ codec: "opus" });
    hg.timer("decode").record(7, { codec: "opus" });
    hg.event("language_changed", { to: "de" });
    hg.event("left");
    await hg.flush();
    return [first, again];
  });
  assert.ok((took[0] ?? 0) >= 29 && took[0] === took[1], `${took}`);
  await gateway.settled();
  const text = await gateway.metrics();
  assert.equal(sample(text, 'decode_ms_count{app="local",codec="opus"}'), 2);
  assert.equal(sample(text, 'decode_ms_bucket{app="local",codec="opus",le="10"}'), 1);
  const events = (await gateway.items()).filter(({ kind }) => kind === "own_event");
  assert.deepEqual(
    events.map(({ attributes }) => attributes),
    [{ name: "language_changed", to: "de" }, { name: "left" }],
  );
});

/**
 * Scenario: spans and metrics with 1 000 attributes, attributes of a megabyte, names that are none or throw; baggage beyond its limit; a
 * span that lives on after its end, and after the shutdown.
 * Guarantees: nothing is thrown, and all else of the batch arrives.
 */
test("misuse", async (t) => {
  const { gateway, page } = await openPage(t);
  page.on("pageerror", (fault) => assert.fail(`thrown into the page: ${fault}`));
  const baggage = await page.evaluate(async () => {
    const any = /** @type {any} */ (hg);
    const many = Object.fromEntries(Array.from({ length: 1000 }, (_, index) => [`key${index}`, index]));
    const thrower = {
      toString() {
        throw new Error("a name that throws");
      },
    };
    const hostile = {
      get x() {
        throw new Error("an attribute that throws");
      },
    };
    const huge = "x".repeat(1_000_000);
    hg.span("many", { attributes: many }).setAttributes(many).addEvent("many", many).end();
    hg.span("huge", { attributes: { huge, [huge]: 1 } })
      .addEvent(huge)
      .fail(huge)
      .end();
    hg.counter("many").add(1, many);
    hg.event("many", many);
    for (const odd of [undefined, null, "", 7, Symbol("x"), thrower, hostile, {}]) {
      const span = any.span(odd, { attributes: odd, parent: odd, startTime: odd });
      span
        .setAttribute(odd, odd)
        .setAttributes(odd)
        .addEvent(odd, odd, odd)
        .fail(odd)
        .setBaggage(odd, odd)
        .end(odd);
      any.span("odd", odd).end(odd);
      any.event(odd, odd);
      any.timer(odd).start()(odd);
      any.timer(odd).record(odd, odd);
      any.observe(odd, () => {}, odd);
      any.counter("odd").add(1, odd);
    }
    const span = hg
      .span("baggage")
      .setBaggage("a b", "ü,;")
      .setBaggage("half", "\ud800")
      .setBaggage("__proto__", 1);
    for (let index = 0; index < 2000; index++) span.setBaggage(`key${index}`, index);
    const { baggage } = hg.span("child", { parent: span }).headers();
    span.setBaggage("a b", "again").end();
    span.setAttribute("late", 1).addEvent("late").end();
    hg.event("the last");
    await hg.flush();
    await hg.shutdown();
    const late = hg.span("off");
    late.end();
    return [baggage, span.headers().baggage?.startsWith("a%20b=again,"), late.traceparent().slice(-2)];
  });
  const [members, again, flags] = baggage;
  assert.match(String(members), /^a%20b=%C3%BC%2C%3B,__proto__=1,key0=0,key1=1,/);
  assert.ok(String(members).length <= 8192 && String(members).length > 8000);
  assert.deepEqual([again, flags], [true, "00"]);
  const { items } = await gateway.settled();
  assert.equal(items.journalled, items.delivered ?? items.journalled);
  const kept = await gateway.items();
  assert.ok(kept.some(({ attributes }) => attributes.name === "the last"));
  assert.equal(kept.filter(({ kind }) => kind === "span").length, 26, "each but the one that began in 1970");
  const many = kept.filter(({ attributes }) => attributes.name === "many");
  assert.deepEqual(
    many.map(({ kind, attributes }) => [kind, Object.keys(attributes).length]),
    [
      ["span_event", 61],
      ["span", 61],
      ["own_counter", 61],
      ["own_event", 61],
    ],
  );
});

/**
 * Scenario: requests of each form to a listed origin, by fetch and XMLHttpRequest, inside and outside of a span, failing, and with a
 * `traceparent` of the app's own; requests to origins that are not listed, some of them made to look as if.
 * Guarantees: the listed get the header of a span of their own, child of the current one, with what the app sent intact; no other
 * request gets any, so that none is preflighted for it.
 */
test("propagation", async (t) => {
  const service = await openService(t);
  const { gateway, page } = await openPage(t, `&propagate=${service.url}&propagate=https://api.test`);
  await page.route("**/away", (route) => route.fulfill({ status: 200, body: "" }));
  /** @type {string[]} */
  const traced = [];
  /** @type {string[]} */
  const plain = [];
  const headers = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
  await page.route(/^https?:\/\/[^/]*\.test/, async (route) => {
    const list = (await route.request().allHeaders()).traceparent ? traced : plain;
    list.push(route.request().url());
    await route.fulfill({ status: 200, headers, body: "" });
  });
  const texts = await page.evaluate(
    async ({ url, evil }) => {
      const xhr = (
        /** @type {string} */ address,
        /** @type {Record<string, string>} */ headers = {},
        body = "x",
      ) =>
        new Promise((resolve) => {
          const request = new XMLHttpRequest();
          request.open("post", address);
          for (const [name, value] of Object.entries(headers)) request.setRequestHeader(name, value);
          request.onloadend = () => resolve(request.responseText);
          request.send(body);
        });
      const join = hg.span("join").setBaggage("plan", "pro");
      const json = { "content-type": "application/json" };
      const answers = await Promise.all(
        join.run(() => [
          fetch(`${url}/text`),
          fetch(new URL(`${url}/url`), { method: "post", body: "body", headers: json }),
          fetch(new Request(`${url}/request`, { method: "PUT", body: "body", headers: json })),
          fetch(`${url}/both`, new Request(url, { method: "DELETE", headers: json })),
          fetch(`${url}/mine`, { headers: { TraceParent: `00-${"cd".repeat(16)}-${"34".repeat(8)}-01` } }),
          fetch(`${url}/rooms/1234/broken`),
          xhr(`${url}/xhr`, json, "body").then((text) => new Response(String(text))),
          xhr(`${url}/xhr-mine`, { traceparent: "mine" }).then((text) => new Response(String(text))),
        ]),
      );
      const texts = await Promise.all(answers.map((answer) => answer.text()));
      join.end();
      await fetch(`${url}/alone`);
      await fetch(`${evil}/evil?to=${url}`);
      await fetch("/away");
      const alike = ["api.test.evil.test", "evil.test/https://api.test", "evil.test#https://api.test"];
      for (const address of [...alike, "sub.api.test", "api.test:444", "x-api.test", "API.test"]) {
        await fetch(`https://${address}`);
      }
      await fetch("http://api.test");
      await xhr(`${evil}/xhr-evil`);
      await hg.flush();
      return texts;
    },
    { url: service.url, evil: service.evil },
  );
  assert.deepEqual(texts, Array(8).fill("answer"));
  await gateway.settled();
  const spans = (await gateway.items()).filter(({ kind }) => kind === "span");
  const join = spans.find(({ attributes }) => attributes.name === "join");
  const sent = (/** @type {string} */ path) =>
    service.seen.find((one) => one.path === path && one.method !== "OPTIONS") ?? assert.fail(path);
  for (const [path, name, body] of [
    ["/text", "GET /text", ""],
    ["/url", "POST /url", "body"],
    ["/request", "PUT /request", "body"],
    ["/both", "DELETE /both", ""],
    ["/rooms/1234/broken", "GET /rooms/:id/broken", ""],
    ["/xhr", "POST /xhr", "body"],
    ["/alone", "GET /alone", ""],
  ]) {
    const request = sent(String(path));
    const span = spans.find(({ attributes }) => attributes.name === name) ?? assert.fail(name);
    assert.deepEqual([request.headers.traceparent, request.body], [traceparent(span), body], path);
    if (/^\/(both|xhr|url|request)$/.test(String(path)))
      assert.equal(request.headers["content-type"], "application/json", path);
    const broken = name?.endsWith("broken");
    assert.deepEqual(
      [span.attributes["http.response.status_code"], span.fields.failed, span.attributes.status],
      broken ? ["503", 1, "server_error"] : ["200", undefined, undefined],
    );
    const inside = path !== "/alone";
    assert.equal(span.fields.parent, inside ? join.fields.span : undefined, path);
    assert.equal(request.headers.baggage, inside ? "plan=pro" : undefined, path);
  }
  assert.equal(sent("/mine").headers.traceparent, `00-${"cd".repeat(16)}-${"34".repeat(8)}-01`);
  assert.equal(sent("/xhr-mine").headers.traceparent, "mine");
  assert.deepEqual([traced, plain.length], [["https://api.test/"], 7]);
  assert.equal(spans.length, 9, "none for what was not traced");
  const others = service.seen.filter(({ path }) => /evil|^\/$/.test(path));
  assert.ok(
    others.length >= 2 && others.every(({ headers, method }) => !headers.traceparent && method !== "OPTIONS"),
  );
});

/**
 * Scenario: a session that is not in the sample: a span's header, a request to a listed origin.
 * Guarantees: the trace says that it is not sampled, and the request is left alone.
 */
test("a session that is not measured", async (t) => {
  const service = await openService(t);
  const options = encodeURIComponent('{"sampleEvery":1000000000}');
  const { page } = await openPage(t, `&propagate=${service.url}&options=${options}`);
  const header = await page.evaluate(async (url) => {
    const span = hg.span("join");
    await span.run(() => hg.observe("call", () => fetch(url)));
    return span.traceparent();
  }, service.url);
  assert.match(header, /^00-[\da-f]{32}-[\da-f]{16}-00$/);
  assert.deepEqual([service.seen.length, service.seen[0]?.headers.traceparent], [1, undefined]);
});
