// @ts-check
/**
 * The truth test: a page keeps its own record by other means, and the gateway's figures must agree with it.
 * What this does not prove: browsers other than Chromium, networks other than loopback.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { launch, quantile, sample, startGateway } from "./support.mjs";

const UPDATES = 330;
const RUNS = 3;

for (let run = 1; run <= RUNS; run++) {
  test(`the gateway agrees with the page's own record, run ${run}`, async (t) => {
    const gateway = await startGateway();
    const browser = await launch();
    t.after(() => Promise.all([browser.close(), gateway.stop()]));
    const page = await browser.newPage();
    page.on("console", (message) => message.type() === "warning" && t.diagnostic(message.text()));
    await page.goto(`${gateway.url}/demo/truth.html`);
    // A slow interaction, then a layout shift.
    await page.waitForTimeout(500);
    await page.click("#slow");
    await page.evaluate((count) => truth.run(count), UPDATES);
    await page.evaluate(() => {
      setTimeout(() => {
        throw new RangeError("planted");
      });
      truth.hg.span("planted").setAttribute("size", 3).end();
    });
    await pause(100);
    await page.evaluate(() => truth.hg.flush());
    const counts = await page.evaluate(() => truth.hg.counts());
    const record = await page.evaluate(() => truth.record);
    await page.goto(`${gateway.url}/demo/left.html`);
    await pause(700);
    const vitals = await page.evaluate(() => JSON.parse(localStorage.getItem("vitals") ?? "{}"));
    const report = await gateway.settled();
    const items = await gateway.items();
    const metrics = await gateway.metrics();
    const slos = (await gateway.get("/api/v1/slos")).objectives;
    const kind = (/** @type {string} */ name) => items.filter((item) => item.kind === name);

    await t.test("conservation", () => {
      assert.equal(counts.captured, counts.delivered + counts.dropped + counts.waiting);
      assert.equal(counts.dropped, 0);
      assert.equal(report.items.captured, report.items.journalled);
      assert.equal(report.items.uncounted, 0);
      assert.equal(report.items.journalled, items.length);
      for (const [name, one] of Object.entries(report.destinations))
        assert.equal(one.delivered, items.length, name);
    });

    await t.test("captions: every update, painted when the browser says", () => {
      const rows = kind("caption").sort((one, other) => one.page_time - other.page_time);
      const own = record.updates.sort((one, other) => one.handled - other.handled);
      assert.equal(rows.length, own.length);
      assert.ok(own.length >= UPDATES);
      const differences = [];
      let planted = 0;
      for (const [index, update] of own.entries()) {
        const row = rows[index];
        assert.equal(row.attributes.outcome, "painted");
        // The page notes its own time just before it calls: a collection of garbage may come between.
        assert.ok(row.page_time - update.handled > -0.2 && row.page_time - update.handled < 5, "handled");
        const painted = row.page_time + row.fields.render;
        near(row.fields.latency, painted - update.emitted, 0.3, "latency");
        const paint = record.paints[update.id];
        if (paint !== undefined) differences.push(Math.abs(painted - paint));
        const parts = row.fields;
        // Where the message was dispatched before the block, there was nothing to wait for.
        if (update.planted === "before" && update.handled - update.emitted > 100) {
          planted++;
          assert.ok(parts.main_thread >= 80, `main thread ${parts.main_thread}`);
        }
        if (update.planted === "inside") assert.ok(parts.app >= 120, `app ${parts.app}`);
      }
      const p95 = quantile(differences, 0.95);
      t.diagnostic(
        `paints compared ${differences.length}, p50 ${quantile(differences, 0.5).toFixed(2)} ms, p95 ${p95.toFixed(2)} ms, max ${Math.max(...differences).toFixed(2)} ms`,
      );
      assert.ok(planted >= 5, `${planted} handlers waited for a planted block`);
      assert.ok(differences.length >= 300, `only ${differences.length} paints to compare`);
      assert.ok(p95 <= 2, `p95 ${p95} ms`);
    });

    await t.test("words: shown and removed, exactly", () => {
      const own = countWords(record);
      assert.ok(own.retracted > 20);
      assert.equal(
        sample(metrics, 'caption_words_displayed_total{app="local",language="en"}'),
        own.displayed,
      );
      assert.equal(
        sample(metrics, 'word_retractions_total{app="local",kind="word",language="en"}'),
        own.retracted,
      );
      // Every displayed word met its fate: retracted, or standing when its segment closed.
      const words = slos.find((one) => one.name === "word_retraction_rate");
      assert.equal(words.total, own.displayed);
      assert.equal(words.bad, own.retracted);
    });

    await t.test("latency: parts add up, thresholds decided", () => {
      const sums = ["network", "main_thread", "app", "render"].map((part) =>
        sample(metrics, `caption_latency_part_ms_sum{app="local",part="${part}"}`),
      );
      const latency = sample(metrics, 'caption_latency_ms_sum{app="local",language="en"}');
      near(
        sums.reduce((sum, part) => sum + part),
        latency,
        1,
        "sum of parts",
      );
      const objective = slos.find((one) => one.name === "caption_latency_p99_ms");
      assert.equal(objective.total + objective.undecided, record.updates.length);
    });

    await t.test("clock: one machine, one clock", () => {
      const { clock } = items.at(-1);
      assert.ok(clock.delta > 0 && clock.delta < 100, `δ ${clock.delta}`);
      assert.ok(Math.abs(clock.theta) <= clock.delta / 2 + 5, `θ ${clock.theta}, δ ${clock.delta}`);
    });

    await t.test("getStats: each figure from the page's own copies", () => compareStats(record, items));

    await t.test("call setup", () => {
      const rows = kind("webrtc_connection");
      assert.deepEqual(
        rows.map((row) => row.attributes.outcome),
        ["connected", "connected"],
      );
      for (const row of rows) near(row.fields.setup, record.setups[row.fields.connection - 1], 3, "setup");
    });

    await t.test("vitals beside the library", () => {
      for (const name of ["TTFB", "FCP", "LCP", "CLS", "INP"]) {
        const rows = kind("web_vital").filter((row) => row.attributes.name === name);
        const ours = rows.at(-1)?.fields;
        assert.notEqual(ours, undefined, `${name} is missing beside ${vitals[name]}`);
        if (name === "CLS") near(ours.score, vitals.CLS, 1e-9, name);
        else near(ours.time, vitals[name], 0.1, name);
      }
      assert.ok(vitals.INP >= 120, `INP ${vitals.INP}`);
      assert.ok(vitals.CLS > 0, "a shift was planted");
      t.diagnostic(`vitals ${JSON.stringify(vitals)}`);
    });

    await t.test("errors and spans", () => {
      const [error] = kind("error");
      assert.equal(error.attributes.error_type, "RangeError");
      assert.equal(error.attributes.message, "planted");
      assert.equal(error.attributes.source, "error");
      const [span] = kind("span");
      assert.equal(span.attributes.name, "planted");
      assert.equal(span.attributes.size, "3");
      assert.match(span.fields.trace_high + span.fields.trace_low, /^[\da-f]{32}$/);
    });
  });
}

/** @param {number} ours @param {number} theirs @param {number} tolerance @param {string} what */
function near(ours, theirs, tolerance, what) {
  // Floating point at Unix-epoch magnitudes: a thousandth of a millisecond on top.
  assert.ok(
    Math.abs(ours - theirs) <= tolerance + 1e-3 * Number(tolerance > 1e-6),
    `${what}: ${ours} beside ${theirs}`,
  );
}

/** Words shown and removed, from the texts whose elements the browser says it painted. */
function countWords(record) {
  const words = (/** @type {string} */ text) => text.toLowerCase().match(/[a-z0-9']+/g) ?? [];
  let [displayed, retracted] = [0, 0];
  const shown = new Map();
  for (const { id, segment, text } of [...record.updates].sort((one, other) => one.id - other.id)) {
    // Overwritten before a paint: it never existed.
    if (record.paints[id] === undefined) continue;
    const [before, after] = [shown.get(segment) ?? [], words(text)];
    const common = commonSubsequence(before, after);
    retracted += before.length - common;
    displayed += after.length - common;
    shown.set(segment, after);
  }
  return { displayed, retracted };
}

/** @param {string[]} one @param {string[]} other */
function commonSubsequence(one, other) {
  const table = Array.from({ length: one.length + 1 }, () => new Array(other.length + 1).fill(0));
  for (let i = 1; i <= one.length; i++) {
    for (let j = 1; j <= other.length; j++) {
      table[i][j] =
        one[i - 1] === other[j - 1] ? table[i - 1][j - 1] + 1 : Math.max(table[i - 1][j], table[i][j - 1]);
    }
  }
  return table[one.length][other.length];
}

/** Recomputes each poll's figures, and the audio windows, from the reports that getStats gave. */
function compareStats(record, items) {
  const polls = record.stats
    .filter((poll) => poll.connection === 1)
    .map(({ at, entries }) => {
      const of = (/** @type {string} */ type) => entries.find((entry) => entry.type === type);
      const transport = of("transport");
      return {
        at,
        audio: of("inbound-rtp"),
        playout: of("media-playout"),
        pair: entries.find((entry) => entry.id === transport?.selectedCandidatePairId),
      };
    })
    .filter((poll) => poll.audio);
  // A poll may come after the page's record was read, and before the page is left.
  const until = polls.at(-1)?.at + 500;
  const rows = items.filter((item) => item.kind === "webrtc_inbound" && item.page_time < until);
  assert.ok(rows.length >= 5, `${rows.length} polls`);
  // The first report of a connection only names its path: from there on each two polls give a row.
  assert.ok([1, 2].includes(polls.length - rows.length), `${polls.length} reports, ${rows.length} rows`);
  for (const row of rows) {
    const index = polls.findIndex(({ at }) => Math.abs(at - row.page_time) < 500);
    assert.ok(index > 0, `no report for the row at ${row.page_time}`);
    const [before, after] = [polls[index - 1], polls[index]];
    const delta = (/** @type {string} */ name, part = "audio") => after[part]?.[name] - before[part]?.[name];
    const ratio = (/** @type {number} */ part, /** @type {number} */ whole) =>
      whole > 0 ? part / whole : undefined;
    const { fields } = row;
    same(
      fields.loss,
      ratio(delta("packetsLost"), delta("packetsLost") + delta("packetsReceived")),
      1e-6,
      "loss",
    );
    same(
      fields.concealment,
      ratio(delta("concealedSamples"), delta("totalSamplesReceived")),
      1e-6,
      "concealment",
    );
    const buffer = ratio(1000 * delta("jitterBufferDelay"), delta("jitterBufferEmittedCount"));
    same(fields.jitter_buffer, buffer, 0.11, "jitter buffer");
    const playout = ratio(
      1000 * delta("totalPlayoutDelay", "playout"),
      delta("totalSamplesCount", "playout"),
    );
    same(fields.playout, playout, 0.11, "playout");
    const trips = ratio(1000 * delta("totalRoundTripTime", "pair"), delta("responsesReceived", "pair"));
    same(fields.rtt, trips, 0.11, "round trip");
    same(fields.bitrate, (8000 * delta("bytesReceived")) / delta("timestamp"), 1, "bitrate");
  }
  const windows = items.filter((item) => item.kind === "audio_window");
  assert.ok(windows.length >= 1, "a window of 10 s was scored");
  for (const { fields } of windows)
    near(fields.score, wideband(fields.delay, fields.loss ?? 0), 1e-3, "score");
}

/** @param {number | undefined} ours @param {number | undefined} theirs @param {number} tolerance @param {string} what */
function same(ours, theirs, tolerance, what) {
  if (theirs === undefined || Number.isNaN(theirs)) assert.equal(ours, undefined, what);
  else near(ours ?? Number.NaN, theirs, tolerance, what);
}

/** ITU-T G.107.1 with Bpl 10, for what cannot be repaired. @param {number} delay @param {number} loss */
function wideband(delay, loss) {
  const x = Math.log2(delay / 100);
  const impairment =
    delay <= 100 ? 0 : 25 * ((1 + x ** 6) ** (1 / 6) - 3 * (1 + (x / 3) ** 6) ** (1 / 6) + 2);
  const r = (129 - 1.29 * impairment - (95 * 100 * loss) / (100 * loss + 10)) / 1.29;
  const opinion = r < 0 ? 1 : r > 100 ? 4.5 : 1 + 0.035 * r + r * (r - 60) * (100 - r) * 7e-6;
  return Math.min(Math.max((opinion - 1) / 3.5, 0), 1);
}
