// @ts-check
/** The OpenTelemetry adapter, with instrumentation packages from npm that know nothing of Honeyguide. */
import assert from "node:assert/strict";
import { once } from "node:events";
import { createServer } from "node:http";
import { test } from "node:test";
import { init } from "@honeyguide/browser";
import { register } from "@honeyguide/browser/otel";
import { context, metrics, trace } from "@opentelemetry/api";
import { openPage, until } from "./page.mjs";
import { sample } from "./support.mjs";

/** @param {import("node:test").TestContext} t */
async function openOtel(t, query = "") {
  const opened = await openPage(t, query, false);
  await opened.page.goto(opened.url.replace("delivery.html", "otel.html"));
  await opened.page.evaluate(() => hg.flush());
  const spans = async () => {
    await opened.page.evaluate(() => hg.flush());
    await opened.gateway.settled();
    const found = (await opened.gateway.items()).filter(({ kind }) => kind === "span");
    return {
      found,
      named: (/** @type {string} */ name) =>
        found.find(({ attributes }) => attributes.name === name) ?? assert.fail(`no span ${name}`),
      traceOf: (/** @type {any} */ { fields }) => fields.trace_high + fields.trace_low,
    };
  };
  return { ...opened, spans };
}

/**
 * Scenario: the packages for document load and fetch; a request by `fetch` to a listed service, inside of the app's own active span;
 * a counter that the app makes.
 * Guarantees: their spans arrive with their names, times and attributes, each below its parent; the service got the
 * identifiers of the request's span; the counter's sum stands in the metrics.
 */
test("instrumentation packages from npm", async (t) => {
  /** @type {import("node:http").IncomingHttpHeaders[]} */
  const seen = [];
  const service = createServer((request, response) => {
    if (request.method !== "OPTIONS") seen.push(request.headers);
    const allowed = { "access-control-allow-origin": "*", "access-control-allow-headers": "*" };
    response.writeHead(200, allowed).end("answer");
  });
  service.listen(0, "127.0.0.1");
  await once(service, "listening");
  t.after(() => {
    service.closeAllConnections();
    service.close();
  });
  const { port } = /** @type {import("node:net").AddressInfo} */ (service.address());
  const api = `http://127.0.0.1:${port}`;
  const { gateway, page, spans } = await openOtel(t, `&api=${api}`);
  const told = await page.evaluate(async (api) => {
    const { trace, metrics, context, propagation } = otel;
    const tracer = trace.getTracer("app", "1.0");
    const counter = metrics.getMeter("app").createCounter("joins", { unit: "1" });
    const plan = propagation.createBaggage({ plan: { value: "pro" } });
    const join = await context.with(propagation.setBaggage(context.active(), plan), () =>
      tracer.startActiveSpan("join", { attributes: { "room.size": 3 } }, async (span) => {
        counter.add(2, { plan: "pro" });
        counter.add(1, { plan: "pro" });
        const text = await (await fetch(`${api}/rooms?token=secret`)).text();
        span.setAttribute("text", text);
        span.end();
        return span.spanContext();
      }),
    );
    await new Promise((resolve) => setTimeout(resolve, 500));
    return join;
  }, api);
  const { found, named, traceOf } = await spans();
  const join = named("join");
  assert.deepEqual([traceOf(join), join.fields.span], [told.traceId, told.spanId]);
  const { name: _, ...attributes } = join.attributes;
  assert.deepEqual(attributes, { "room.size": "3", "otel.scope.name": "app", text: "answer" });
  const request = found.find(({ attributes }) => /instrumentation-fetch/.test(attributes["otel.scope.name"]));
  assert.deepEqual([traceOf(request), request.fields.parent], [told.traceId, told.spanId]);
  assert.match(request.attributes.name, /GET/);
  assert.equal(request.attributes["span.kind"], "client");
  assert.ok(!JSON.stringify(request).includes("secret"), "no queries");
  assert.equal(seen[0]?.traceparent, `00-${told.traceId}-${request.fields.span}-01`);
  const load = named("documentLoad");
  const fetched = named("documentFetch");
  const resources = found.filter(({ attributes }) => attributes.name === "resourceFetch");
  assert.ok(resources.length > 0);
  for (const child of [fetched, ...resources]) {
    assert.deepEqual([traceOf(child), child.fields.parent], [traceOf(load), load.fields.span]);
  }
  assert.ok(load.fields.parent === undefined && load.fields.duration >= fetched.fields.duration);
  assert.ok(Math.abs(load.time - fetched.time) < 1000 && load.fields.duration < 60_000);
  const events = (await gateway.items()).filter(({ kind }) => kind === "span_event");
  assert.ok(
    events.some(
      ({ attributes, fields }) => attributes.name === "loadEventEnd" && fields.span === load.fields.span,
    ),
  );
  assert.equal(sample(await gateway.metrics(), 'joins_total{app="local",plan="pro"}'), 3);
});

/**
 * Scenario: each method of a span; spans below others by context, by none, by a header that was extracted, and inside of `observe`;
 * functions that were bound; times in each form.
 * Guarantees: what OpenTelemetry says of each, as far as an item can hold it.
 */
test("tracer, context, propagator", async (t) => {
  const { page, gateway, spans } = await openOtel(t);
  const told = await page.evaluate(async () => {
    const { trace, context, propagation, ROOT_CONTEXT, SpanKind, SpanStatusCode } = otel;
    const tracer = trace.getTracer("app");
    const start = Math.ceil(performance.timeOrigin) + 1000;
    const whole = tracer.startSpan("first name", { startTime: [start / 1000, 0], kind: SpanKind.PRODUCER });
    whole
      .updateName("whole")
      .setAttributes({ list: ["a", "b"], flag: true, url: "https://x.example/a?b=c#d" });
    whole
      .addEvent("plain")
      .addEvent("timed", 1500)
      .addEvent("both", { a: 1 }, new Date(start + 600));
    whole.addLink({ context: whole.spanContext() }).addLinks([]);
    whole.recordException(new TypeError("no track at https://api.example.com/join?token=secret"));
    whole.recordException("only a text");
    whole.setStatus({ code: SpanStatusCode.ERROR, message: "failed" });
    const recording = [whole.isRecording()];
    whole.end(new Date(start + 2000));
    whole.end();
    whole.setAttribute("late", 1).addEvent("late");
    recording.push(whole.isRecording());
    const fine = tracer.startSpan("fine").setStatus({ code: SpanStatusCode.ERROR });
    fine.setStatus({ code: SpanStatusCode.OK }).end();

    const at = trace.setSpan(context.active(), whole);
    const below = (/** @type {string} */ name, /** @type {any} */ options = {}, ctx = context.active()) =>
      tracer.startSpan(name, options, ctx).end();
    below("by argument", {}, at);
    context.with(at, () => {
      below("by context");
      below("root", { root: true });
      below("detached", {}, ROOT_CONTEXT);
      context.with(ROOT_CONTEXT, () => below("outside"));
      hg.observe("observed", () => below("observed inside"));
      hg.span("own").end();
    });
    const bound = context.bind(at, function (/** @type {any} */ ...given) {
      below("bound");
      return [this, ...given];
    });
    const self = {};
    const [same, given] = bound.call(self, 7);
    const active = tracer.startActiveSpan("active", (span) => {
      span.end();
      return trace.getActiveSpan() === span;
    });
    let thrown;
    try {
      context.with(at, () => {
        throw new Error("through");
      });
    } catch (fault) {
      thrown = String(fault);
    }
    below("after");

    const traceparent = `00-${"ab".repeat(16)}-${"12".repeat(8)}-01`;
    const far = propagation.extract(ROOT_CONTEXT, { traceparent });
    context.with(far, () => below("remote"));
    const bad = propagation.extract(ROOT_CONTEXT, { traceparent: "00-00-00-00" });
    below("not remote", {}, bad);
    /** @type {Record<string, string>[]} */
    const injected = [{}, {}, {}];
    for (const [index, ctx] of [at, far, ROOT_CONTEXT].entries()) propagation.inject(ctx, injected[index]);
    const { traceId, spanId } = whole.spanContext();
    return { recording, same: same === self, given, active, thrown, injected, traceId, spanId, start };
  });
  const { found, named } = await spans();
  assert.deepEqual(
    [told.recording, told.same, told.given, told.active, told.thrown],
    [[true, false], true, 7, true, "Error: through"],
  );
  const whole = named("whole");
  const { name: _, ...attributes } = whole.attributes;
  assert.deepEqual(attributes, {
    status: "failed",
    list: "a,b",
    flag: "true",
    url: "https://x.example/a",
    "otel.scope.name": "app",
    "span.kind": "producer",
  });
  assert.deepEqual([whole.fields.failed, Math.round(whole.fields.duration)], [1, 2000]);
  assert.equal(named("fine").fields.failed, undefined);
  const parent = (/** @type {string} */ name) =>
    found.find(({ fields }) => fields.span === named(name).fields.parent)?.attributes.name;
  for (const name of ["by argument", "by context", "observed", "own", "bound"])
    assert.equal(parent(name), "whole", name);
  assert.equal(parent("observed inside"), "observed");
  for (const name of ["root", "detached", "outside", "active", "after", "not remote"]) {
    assert.equal(named(name).fields.parent, undefined, name);
  }
  assert.equal(named("remote").fields.parent, "12".repeat(8));
  const header = `00-${told.traceId}-${told.spanId}-01`;
  assert.deepEqual(told.injected, [
    { traceparent: header },
    { traceparent: `00-${"ab".repeat(16)}-${"12".repeat(8)}-01` },
    {},
  ]);
  const events = (await gateway.items())
    .filter(({ kind, fields }) => kind === "span_event" && fields.span === told.spanId)
    .map(({ attributes: { "exception.stacktrace": _, ...attributes }, time }) => ({ attributes, time }));
  assert.deepEqual(
    events.map(({ attributes }) => attributes),
    [
      { name: "plain" },
      { name: "timed" },
      { name: "both", a: "1" },
      {
        name: "exception",
        "exception.type": "TypeError",
        "exception.message": "no track at https://api.example.com/join",
      },
      { name: "exception", "exception.message": "only a text" },
    ],
  );
  for (const [index, after] of [500, 600].entries()) {
    assert.ok(Math.abs(events[index + 1]?.time - whole.time - after) < 1.5, `${after}`);
  }
});

/**
 * Scenario: each instrument of a meter; observable ones by a callback of their own, one that throws, a rejecting one, one for several, one
 * that is taken away again.
 * Guarantees: sums, readings and values in the metrics; the page hears of no fault.
 */
test("meter", async (t) => {
  const { page, gateway } = await openOtel(t);
  page.on("pageerror", (fault) => assert.fail(`thrown into the page: ${fault}`));
  await page.evaluate(async () => {
    const meter = otel.metrics.getMeter("app");
    const open = meter.createUpDownCounter("open");
    for (const change of [3, 2, -1]) open.add(change, { kind: "room" });
    open.add(1, { kind: "track" });
    meter.createHistogram("decode", { unit: "ms" }).record(7);
    meter.createGauge("level", { unit: "1" }).record(-0.5);
    let calls = 0;
    const total = meter.createObservableCounter("frames");
    total.addCallback((result) => result.observe([10, 25, 25, 4][calls++] ?? 4, { codec: "av1" }));
    total.addCallback(() => {
      throw new Error("one callback");
    });
    total.addCallback(() => Promise.reject(new Error("another")));
    const heap = meter.createObservableGauge("heap");
    const threads = meter.createObservableUpDownCounter("threads");
    meter.addBatchObservableCallback(
      (result) => {
        result.observe(heap, 7);
        result.observe(threads, 2);
      },
      [heap, threads],
    );
    const gone = meter.createObservableGauge("gone");
    const never = (/** @type {any} */ result) => result.observe(1);
    gone.addCallback(never);
    gone.removeCallback(never);
    meter.addBatchObservableCallback(never, [gone]);
    meter.removeBatchObservableCallback(never, [gone]);
  });
  let text = "";
  await until(async () => {
    await page.evaluate(() => hg.flush());
    text = await gateway.metrics();
    return sample(text, 'frames_total{app="local",codec="av1"}') === 29;
  }, "25 frames, and 4 after the count began again");
  assert.equal(sample(text, 'open{app="local",kind="room"}'), 4);
  assert.equal(sample(text, 'open{app="local",kind="track"}'), 1);
  assert.equal(sample(text, 'decode_ms_count{app="local"}'), 1);
  assert.equal(sample(text, 'level{app="local"}'), -0.5);
  assert.deepEqual([sample(text, 'heap{app="local"}'), sample(text, 'threads{app="local"}')], [7, 2]);
  assert.ok(!text.includes("gone"));
});

/**
 * Scenario: the providers registered in Node, where there is no page.
 * Guarantees: nothing throws, nothing keeps the process.
 */
test("on a server", async () => {
  const hg = init({ endpoint: "http://127.0.0.1:1", key: "pub_local", app: { name: "server" } });
  register(hg);
  const meter = metrics.getMeter("server");
  meter.createObservableGauge("x").addCallback((result) => result.observe(1));
  const rendered = trace.getTracer("server").startActiveSpan("render", (span) => {
    meter.createCounter("renders").add(1);
    span.addEvent("begun").end();
    return context.active() && "page";
  });
  assert.equal(rendered, "page");
});
