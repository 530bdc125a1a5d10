// @ts-check
/**
 * From a browser's caption through the gateway and a real Collector into a real Prometheus.
 * `cargo xtask test` starts both and says where they are.
 */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, startGateway } from "../support.mjs";

const {
  HONEYGUIDE_COLLECTOR_OTLP: otlp = "",
  HONEYGUIDE_COLLECTOR_FOLDER: folder = "",
  HONEYGUIDE_PROMETHEUS: prometheus = "",
  HONEYGUIDE_GATEWAY_SCRAPE: scrape = "",
} = process.env;

/** @param {string} query */
async function ask(query) {
  const response = await fetch(`${prometheus}/api/v1/query?query=${encodeURIComponent(query)}`);
  const { status, data, error } = await response.json();
  assert.equal(status, "success", error);
  return /** @type {{ metric: Record<string, string>, value: [number, string] }[]} */ (data.result);
}

/** Lines of OTLP JSON that the Collector wrote. @param {string} name */
async function received(name) {
  const text = await readFile(join(folder, name), "utf8").catch(() => "");
  return text
    .split("\n")
    .filter(Boolean)
    .map((line) => JSON.parse(line));
}

/** @template T @param {() => Promise<T | undefined>} find @param {string} what */
async function eventually(find, what) {
  for (const limit = Date.now() + 20_000; ; await pause(250)) {
    const found = await find();
    if (found !== undefined) return found;
    assert.ok(Date.now() < limit, `waited in vain for ${what}`);
  }
}

test("Collector and Prometheus", async (t) => {
  const destinations = `  collector: {endpoint: "${otlp}", interval_ms: 500}\n`;
  const gateway = await startGateway({ destinations, admin: scrape });
  const browser = await launch();
  t.after(() => Promise.all([browser.close(), gateway.stop()]));
  const page = await browser.newPage();
  await page.goto(`${gateway.url}/demo/delivery.html?interval=500`);
  await page.evaluate(async () => {
    // Emitted 310 ms ago, painted within a frame: between 300 and 350.
    for (let update = 0; update < 80; update++) {
      say(`update ${update}`, performance.timeOrigin + performance.now() - 310);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    hg.counter("joins").add(3, { plan: "pro" });
    for (const value of [4, 40])
      hg.histogram("decode", { unit: "ms" }).record(value, { "codec.name": "opus" });
    hg.span("join").setAttribute("room.size", 3).end();
    setTimeout(() => {
      throw new RangeError("for the Collector");
    });
  });
  await pause(100);
  await page.evaluate(() => hg.flush());

  await t.test("the quantile has the right bucket, through the Collector and scraped directly", async () => {
    const query = "histogram_quantile(0.99, rate(caption_latency_ms_bucket[5m]))";
    const answers = await eventually(async () => {
      const result = await ask(query);
      const sound = result.filter(({ value }) => Number.isFinite(Number(value[1])));
      return sound.length >= 2 ? sound : undefined;
    }, query);
    for (const { metric, value } of answers) {
      const p99 = Number(value[1]);
      t.diagnostic(`${query} = ${p99.toFixed(1)} (job ${metric.job})`);
      assert.ok(p99 > 300 && p99 <= 350, `${p99} for ${JSON.stringify(metric)}`);
    }
  });

  await t.test("the objective's counters arrive under their own names", async () => {
    const objectives = (await gateway.get("/api/v1/slos")).objectives;
    const own = objectives.find(
      (/** @type {{ name: string }} */ one) => one.name === "caption_latency_p99_ms",
    );
    assert.deepEqual([own.total, own.bad], [80, 80]);
    for (const [name, expected] of [
      ["slo_events_total", own.total],
      ["slo_bad_events_total", own.bad],
    ]) {
      await eventually(async () => {
        const result = await ask(`${name}{slo="caption_latency_p99_ms"}`);
        return result.length >= 2 && result.every(({ value }) => Number(value[1]) === expected)
          ? true
          : undefined;
      }, `${name} = ${expected}`);
    }
  });

  await t.test("the app's own metrics arrive under their own names", async () => {
    for (const [query, expected] of /** @type {const} */ ([
      ['joins_total{plan="pro"}', 3],
      ['decode_ms_count{codec_name="opus"}', 2],
      ['decode_ms_bucket{codec_name="opus",le=~"5|5.0"}', 1],
    ])) {
      await eventually(async () => {
        const result = await ask(query);
        return result.length >= 2 && result.every(({ value }) => Number(value[1]) === expected)
          ? true
          : undefined;
      }, `${query} = ${expected}`);
    }
  });

  await t.test("the error's log record arrives", async () => {
    const record = await eventually(async () => {
      const records = (await received("logs.jsonl"))
        .flatMap(({ resourceLogs }) => resourceLogs)
        .flatMap(({ scopeLogs }) => scopeLogs)
        .flatMap(({ logRecords }) => logRecords);
      return records.find(({ eventName }) => eventName === "exception");
    }, "a log record");
    const attributes = Object.fromEntries(
      record.attributes.map(
        (/** @type {{ key: string, value: { stringValue: string } }} */ { key, value }) => [
          key,
          value.stringValue,
        ],
      ),
    );
    assert.equal(attributes["exception.type"], "RangeError");
    assert.equal(attributes["exception.message"], "for the Collector");
    assert.match(attributes["exception.stacktrace"], /^RangeError: for the Collector\n\s+at /);
    assert.equal(record.severityNumber, 17);
    assert.ok(attributes["session.id"].length > 10);
  });

  await t.test("the span arrives, with its resource", async () => {
    const [resource, span] = await eventually(async () => {
      for (const { resourceSpans } of await received("traces.jsonl")) {
        for (const { resource, scopeSpans } of resourceSpans) {
          for (const span of scopeSpans.flatMap((/** @type {{ spans: unknown[] }} */ { spans }) => spans)) {
            if (span.name === "join") return [resource, span];
          }
        }
      }
      return undefined;
    }, "a span");
    assert.match(span.traceId, /^[\da-f]{32}$/);
    assert.match(span.spanId, /^[\da-f]{16}$/);
    assert.ok(Number(span.endTimeUnixNano) >= Number(span.startTimeUnixNano));
    assert.ok(Math.abs(Number(span.startTimeUnixNano) / 1e6 - Date.now()) < 60_000);
    const names = resource.attributes.map((/** @type {{ key: string }} */ { key }) => key);
    for (const name of ["service.name", "user_agent.original", "telemetry.sdk.version"])
      assert.ok(names.includes(name), name);
  });

  await t.test("the Collector's cursor reached the journal's end", async () => {
    const { destinations, items } = await gateway.settled();
    const { delivered, passed_over, dropped } = destinations.collector;
    // Spans, errors and vitals go there as they are; of the rest it is sent the metrics.
    assert.ok(delivered >= 2, `${delivered} delivered`);
    assert.deepEqual(dropped, {});
    assert.equal(delivered + passed_over, items.journalled);
  });
});
