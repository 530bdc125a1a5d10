// @ts-check
/** The dashboard: with the real gateway, and before a made-up one for what is hard to reach. */
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { brotliCompressSync, constants } from "node:zlib";
import { ERRORS } from "./dashboard/errors.mjs";
import { openFixture } from "./dashboard/fixture.mjs";
import { KINDS, VIEWS } from "./dashboard/screenshots.mjs";
import { SESSIONS } from "./dashboard/sessions.mjs";
import { openPage } from "./page.mjs";
import { launch } from "./support.mjs";

/** Brotli of everything that `#/` loads. */
const FIRST_VIEW_BYTES = 100_000;
const AXE = await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

/** What a page must not do: complain, load what is not there, or ask anybody else. @param {import("playwright-core").Page} page */
function watch(page) {
  /** @type {string[]} */
  const complaints = [];
  const origins = new Set();
  page.on("console", (message) => message.type() !== "log" && complaints.push(message.text()));
  page.on("pageerror", (error) => complaints.push(error.message));
  page.on("response", (response) => response.status() >= 400 && complaints.push(response.url()));
  page.on("request", (request) => origins.add(new URL(request.url()).origin));
  return { complaints, origins };
}

/**
 * @param {import("node:test").TestContext} t
 * @param {import("./dashboard/fixture.mjs").Kind} kind
 * @param {import("playwright-core").BrowserContextOptions} [options]
 */
async function openDashboard(t, kind, options = {}) {
  const fixture = await openFixture(kind);
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await fixture.close();
  });
  const page = await browser.newPage({ reducedMotion: "reduce", ...options });
  const watched = watch(page);
  const go = async (/** @type {string} */ hash) => {
    await page.goto(`${fixture.url}/${hash}`);
    await page.locator("h1").waitFor();
    await page.locator("#connection[data-connection=live]").waitFor();
    await page.locator("[data-message=loading]").waitFor({ state: "detached" });
  };
  return { fixture, page, go, ...watched };
}

/**
 * Scenario: the real gateway, before and after a page sends.
 * Guarantees: the first steps give way to figures within seconds, without a reload and without a word in the console.
 */
test("empty, then live", async (t) => {
  const { gateway, browser, page } = await openPage(t, "&interval=500");
  const dashboard = await browser.newPage();
  const { complaints, origins } = watch(dashboard);
  await dashboard.goto(gateway.admin);
  const row = dashboard.locator("#slo-caption_latency_p99_ms");
  await row.and(dashboard.locator("[data-view-budget=no_data]")).waitFor();
  await dashboard.locator("#answer", { hasText: "No objective has data yet" }).waitFor();
  assert.equal(await dashboard.locator("[id^=slo-]").count(), 9);

  await page.bringToFront();
  await page.evaluate(async () => {
    for (const text of ["one", "two", "three"]) {
      say(text);
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await hg.flush();
  });
  await dashboard.bringToFront();
  const total = row.locator("[data-field=total][data-value='3']");
  await total.waitFor({ timeout: 4000, state: "attached" });
  assert.equal(await row.getAttribute("data-view-5m"), "healthy");
  assert.equal(await row.getAttribute("data-view-budget"), "met");
  assert.equal(await dashboard.locator("#empty").isVisible(), false);
  assert.deepEqual(complaints, []);
  assert.deepEqual([...origins], [gateway.admin]);
});

/**
 * Scenario: the real gateway is asked for the dashboard as a browser does, twice.
 * Guarantees: compressed, not sent again while it is the same, under the strict policy; the stream is never compressed.
 */
test("the gateway serves it compressed and once", async (t) => {
  const { gateway } = await openPage(t, "", false);
  const ask = (/** @type {string} */ path, /** @type {Record<string, string>} */ headers = {}) =>
    fetch(gateway.admin + path, { headers: { "accept-encoding": "br", ...headers } });
  const first = await ask("/main.js");
  assert.equal(first.headers.get("content-encoding"), "br");
  assert.equal(first.headers.get("content-type"), "text/javascript; charset=utf-8");
  assert.match(first.headers.get("content-security-policy") ?? "", /^default-src 'self';/);
  await first.text();
  const again = await ask("/main.js", { "if-none-match": first.headers.get("etag") ?? "" });
  assert.equal(again.status, 304);

  const stream = await ask("/api/v1/stream");
  assert.equal(stream.headers.get("content-encoding"), null);
  const chunk = await stream.body?.getReader().read();
  assert.match(new TextDecoder().decode(chunk?.value), /^event: ?state/);
});

for (const kind of KINDS) {
  /**
   * Scenario: every view, wide and as narrow as a phone, while all is empty, healthy or burning.
   * Guarantees: nothing is complained of, nobody else is asked, and the page never scrolls sideways.
   */
  test(`every view, ${kind}`, async (t) => {
    const { fixture, page, go, complaints, origins } = await openDashboard(t, kind);
    for (const [view, hash] of Object.entries(VIEWS)) {
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 844 });
        await go(hash);
        await page.locator(`html[data-route=${view}]`).waitFor();
        const across = await page.evaluate(() => document.documentElement.scrollWidth);
        assert.ok(across <= width, `${view} is ${across} wide at ${width}`);
      }
    }
    // The fixture's session and errors are unknown while it is empty: that is what these views show then.
    const unknown = /sessions\/|errors\/|404/;
    const unexpected = complaints.filter((one) => kind !== "empty" || !unknown.test(one));
    assert.deepEqual(unexpected, []);
    assert.deepEqual([...origins], [fixture.url]);
  });
}

for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
  /**
   * Scenario: axe-core looks at every view.
   * Guarantees: it finds nothing against WCAG 2.2 AA. (It cannot judge whether the words are good.)
   */
  test(`accessible, ${colorScheme}`, async (t) => {
    const { page, go } = await openDashboard(t, "burning", { colorScheme });
    for (const hash of Object.values(VIEWS)) {
      await page.goto("about:blank");
      await go(hash);
      await page.evaluate(AXE);
      const violations = await page.evaluate(async () => {
        // @ts-expect-error axe has just been brought in
        const found = await globalThis.axe.run(document, { resultTypes: ["violations"] });
        return found.violations.map(
          (/** @type {any} */ one) => `${one.id}: ${one.nodes[0].html} ${one.nodes[0].failureSummary}`,
        );
      });
      assert.deepEqual(violations, [], hash);
    }
  });
}

/**
 * Scenario: a viewer's preference.
 * Guarantees: dark is dark and light is light.
 */
test("light and dark", async (t) => {
  const { page, go } = await openDashboard(t, "healthy");
  await go("#/");
  const ground = async (/** @type {"light" | "dark"} */ colorScheme) => {
    await page.emulateMedia({ colorScheme });
    const colour = await page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    return Number(/\d+/.exec(colour)?.[0]);
  };
  assert.ok((await ground("light")) > 200);
  assert.ok((await ground("dark")) < 60);
});

/**
 * Scenario: something burns, and somebody looks for why with nothing but the keyboard.
 * Guarantees: from the overview to the objective to its worst session to a moment of it; the focus is never lost.
 */
test("by keyboard from the overview to a moment of a session", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go("#/");
  await page.keyboard.press("Tab");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "skip");
  await page.keyboard.press("Enter");
  assert.equal(await page.evaluate(() => document.activeElement?.id), "view");
  await tabTo(page, "#answer a");
  await page.keyboard.press("Enter");
  await page.locator("html[data-route=objective] #causes").waitFor();
  assert.equal(await page.evaluate(() => document.activeElement?.tagName), "H1");
  await tabTo(page, "#worst-sessions a");
  await page.keyboard.press("Enter");
  await page.locator("#timeline [data-lane=captions] .part-network").waitFor({ state: "attached" });
  await tabTo(page, "#timeline [role=slider]");
  for (let presses = 0; presses < 3; presses++) await page.keyboard.press("PageUp");
  const read = await page.locator("#timeline [role=slider]").getAttribute("aria-valuetext");
  assert.match(read ?? "", /Network: .*round trip/);
});

/** @param {import("playwright-core").Page} page @param {string} selector */
async function tabTo(page, selector) {
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press("Tab");
    if (await page.evaluate((selector) => document.activeElement?.matches(selector), selector)) return;
  }
  assert.fail(`${selector} is not reached by Tab`);
}

/**
 * Scenario: the burning state, view by view.
 * Guarantees: what other tests look for is there, with its bare numbers.
 */
test("what programs look for", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  const attribute = (/** @type {string} */ selector, name = "data-value") =>
    page.locator(selector).getAttribute(name);
  await go("#/");
  const row = "#slo-caption_latency_p99_ms";
  assert.equal(await attribute(row, "data-view-5m"), "critical");
  assert.equal(await attribute(row, "data-view-budget"), "breached");
  assert.equal(await attribute(row, "data-firing"), "page_fast");
  assert.equal(await attribute(row, "data-cause"), "main_thread");
  assert.ok(Number(await attribute(`${row} [data-field=bad]`)) > 0);
  assert.equal(await page.locator(`${row} [data-field=cause]`).textContent(), "main thread");
  assert.equal(await attribute("#captured"), "148377");
  assert.match(
    (await page.locator("#answer").textContent()) ?? "",
    /within 250 ms: burns \d+× over 1\u202fh since \d\d:\d\d, mostly main thread/,
  );
  // The most urgent first.
  assert.equal(await page.locator("tbody tr").first().getAttribute("id"), row.slice(1));

  await go("#/objective/caption_latency_p99_ms");
  assert.ok(Number(await attribute('#causes [data-cause="network"] [data-field=bad]')) > 0);
  assert.equal(await page.locator('#worst-sessions a[href^="#/session/"]').count(), 5);
  assert.equal(await page.locator("#violations [data-cause]").count(), 5);
  assert.equal(await page.locator("[data-tier]").count(), 4);
  assert.equal(await page.locator(".chart canvas").count(), 3);
  await page.getByRole("button", { name: "7 days" }).click();
  await page.locator("figcaption", { hasText: "per 28\u202fmin" }).first().waitFor();

  await go("#/calls");
  assert.equal(
    await attribute("[data-metric=caption_updates_total] [data-outcome=hidden][data-value]"),
    "640",
  );
  assert.match((await page.locator("[data-metric=caption_latency_ms]").textContent()) ?? "", /p99≈\u202f\d/);
  assert.equal(
    await page.locator("[data-metric=caption_latency_part_ms] [data-part=main_thread]").count(),
    1,
  );

  await go("#/pages");
  assert.equal(await page.locator("[data-metric=web_vital_lcp_ms] .grades [data-grade]").count(), 3);
  assert.equal(await page.locator("[data-metric=joins] [data-plan=pro]").count(), 1);

  assert.equal(await attribute("[data-vital=INP] [data-attribute=part][data-value]"), "141");
  assert.equal(await page.locator("[data-metric=web_vital_part_ms] tr[data-part=processing]").count(), 1);

  await go("#/errors");
  const order = () =>
    page.locator("[data-error]").evaluateAll((rows) => rows.map((row) => row.getAttribute("data-error")));
  assert.deepEqual(await order(), ERRORS);
  await page.getByRole("button", { name: "Newest" }).click();
  assert.deepEqual(await order(), [ERRORS[0], ERRORS[2], ERRORS[1]]);
  assert.match(page.url(), /#\/errors\?sort=new$/);
  await go(`#/errors/${ERRORS[0]}`);
  assert.equal(await page.locator(".frames [data-mapped=true]").count(), 2);
  assert.match((await page.locator("#unmapped").textContent()) ?? "", /--app interpreter --release 4\.2\.0/);

  await go("#/pipeline");
  assert.equal(await attribute("#sum", "data-state"), "healthy");
  assert.equal(await attribute("[data-reason=outbox_full] [data-field=count]"), "2204");

  await go("#/sessions");
  assert.equal(await page.locator("[data-session]").count(), SESSIONS.length);
});

/**
 * Scenario: the pointer on a session's timeline.
 * Guarantees: hovering reads the lanes, dragging zooms, Escape shows the whole again.
 */
test("the timeline is read and zoomed", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go(`#/session/${SESSIONS[2]}`);
  for (const lane of [
    "captions",
    "network",
    "main_thread",
    "connection",
    "errors",
    "requests",
    "spans",
    "translations",
    "page",
    "call_events",
    "caption_gaps",
    "events",
  ]) {
    const drawn = page.locator(`#timeline [data-lane=${lane}] path`);
    assert.ok((await drawn.count()) > 0, lane);
  }
  const axis = async () => (await page.locator(".axis text").allTextContents()).join();
  const whole = await axis();
  const box = await page.locator("#timeline [data-lane=captions] svg").boundingBox();
  assert.ok(box);
  await page.mouse.move(box.x + box.width * 0.7, box.y + 40);
  await page.locator(".readout dt", { hasText: "Network" }).waitFor();
  await page.mouse.down();
  await page.mouse.move(box.x + box.width * 0.75, box.y + 40, { steps: 4 });
  await page.mouse.up();
  assert.notEqual(await axis(), whole);
  await page.locator(".readout dt", { hasText: "Captions" }).waitFor();
  await page.locator("[data-zoom=in]").focus();
  await page.keyboard.press("Escape");
  assert.equal(await axis(), whole);
});

/**
 * Scenario: a session without calls, events, gaps and views of its own.
 * Guarantees: lanes that would be empty are not there; the others stand where they did.
 */
test("a session without the rarer things", async (t) => {
  const { page, go } = await openDashboard(t, "healthy");
  const none = { call_events: [], media_requests: [], views: [], visibility: [], events: [] };
  await page.route(/api\/v1\/sessions\/./, async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), ...none } });
  });
  await go(`#/session/${SESSIONS[2]}`);
  await page.locator("[data-lane=captions]").waitFor();
  const shown = await page
    .locator("#timeline [data-lane]:visible")
    .evaluateAll((lanes) => lanes.map((lane) => lane.getAttribute("data-lane")));
  const always = ["connection", "network", "audio", "main_thread", "captions", "errors", "requests"];
  assert.deepEqual(shown, [...always, "translations", "spans"]);
});

/**
 * Scenario: pages drop items for reasons of which this dashboard has words, and for one that only a newer SDK knows.
 * Guarantees: each stands in the pipeline under its own name.
 */
test("any reason of a page has its name", async (t) => {
  const { fixture, page } = await openDashboard(t, "burning");
  const dropped = { outbox_full: 4, no_consent: 3, redacted: 2, reason_of_tomorrow: 1 };
  await page.route("**/api/v1/stream", async (route) => {
    const { slos } = { slos: { now: Date.now(), objectives: [] } };
    const outcomes = {
      requests: { accepted: 1, repeated: 0, repeated_items: 0, refused: {}, internal: 0 },
      items: { captured: 10, dropped_in_page: dropped, journalled: 0, rejected: {}, in_pages: 0 },
      destinations: {},
    };
    const body = `event: state\ndata: ${JSON.stringify({ slos, outcomes })}\n\n`;
    await route.fulfill({ headers: { "content-type": "text/event-stream" }, body });
  });
  await page.goto(`${fixture.url}/#/pipeline`);
  for (const [reason, items] of Object.entries(dropped)) {
    const count = page.locator(`[data-reason=${reason}] [data-field=count]`).first();
    await count.waitFor();
    assert.equal(await count.getAttribute("data-value"), String(items), reason);
  }
});

/**
 * Scenario: nothing has been sent yet.
 * Guarantees: the overview says how to begin, and the views of figures lead there.
 */
test("first steps", async (t) => {
  const { page, go } = await openDashboard(t, "empty");
  await go("#/");
  assert.equal(await page.locator("#empty").isVisible(), true);
  await go("#/calls");
  await page.locator("[data-message=empty] a").click();
  await page.locator("html[data-route=overview] #empty").waitFor();
});

/**
 * Scenario: names that nobody knows.
 * Guarantees: the view says so, and where to go on.
 */
test("unknown objective, unknown session", async (t) => {
  const { page, go } = await openDashboard(t, "healthy");
  await go("#/objective/nonsense");
  await page.locator("[data-message=empty]", { hasText: "no such objective" }).waitFor();
  await go("#/session/nonsense");
  await page.locator("[data-message=empty]", { hasText: "not known" }).waitFor();
});

/**
 * Scenario: the gateway goes away while somebody looks, and others come only now.
 * Guarantees: the connection is called broken; what is shown is called older; a view without data says why.
 */
test("a broken connection", async (t) => {
  const { fixture, page, go } = await openDashboard(t, "burning");
  const loaded = page.waitForResponse(/\/session-/);
  await go("#/calls");
  await (await loaded).finished();
  fixture.cut();
  await page.locator("#connection[data-connection=broken]", { hasText: "Not live since" }).waitFor();
  await page.locator("[data-metric=caption_latency_ms] .histogram").waitFor();
  await page.evaluate(() => {
    location.hash = "#/sessions";
  });
  await page.locator("[data-message=error]", { hasText: "does not hand out the sessions" }).waitFor();
});

/**
 * Scenario: the gateway goes away; somebody opens a view that was never open. Then the gateway is back.
 * Guarantees: the view's script is already there, so that the view itself says what is wrong, and fills once it can.
 */
test("a view opened while the gateway is away", async (t) => {
  const { fixture, page, go } = await openDashboard(t, "burning");
  const loaded = page.waitForResponse(/\/session-/);
  await go("#/");
  await (await loaded).finished();
  fixture.cut();
  await page.locator("#connection[data-connection=broken]").waitFor();
  await page.evaluate(() => {
    location.hash = "#/sessions";
  });
  await page.locator("[data-message=error]", { hasText: "does not hand out the sessions" }).waitFor();
  fixture.mend();
  await page.locator("[data-session]").first().waitFor();
});

/**
 * Scenario: a view's script does not arrive, again and again; at last it does.
 * Guarantees: nobody is told to reload, and nobody has to.
 */
test("a view whose script does not arrive", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await page.route(/\/calls-[^/]*\.js/, (route) => route.abort());
  await go("#/");
  await page.evaluate(() => {
    location.hash = "#/calls";
  });
  const message = page.locator("[data-message=error]", { hasText: "could not be loaded" });
  await message.waitFor();
  assert.doesNotMatch((await message.textContent()) ?? "", /reload/);
  await new Promise((resolve) => setTimeout(resolve, 2500));
  await page.unroute(/\/calls-[^/]*\.js/);
  await page.locator("[data-metric=caption_latency_ms]").waitFor();
});

/**
 * Scenario: somebody chooses how much of an objective's history to see, and comes again by the address.
 * Guarantees: the choice is in the address and survives a reload; an address without one still works.
 */
test("the range is in the address", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go("#/objective/caption_latency_p99_ms");
  await page.locator("[data-minutes='60'][aria-pressed=true]").waitFor();
  await page.getByRole("button", { name: "7 days" }).click();
  await page.locator("figcaption", { hasText: "per 28\u202fmin" }).first().waitFor();
  assert.match(page.url(), /#\/objective\/caption_latency_p99_ms\?minutes=10080$/);
  await page.reload();
  await page.locator("[data-minutes='10080'][aria-pressed=true]").waitFor();
  await page.locator("figcaption", { hasText: "per 28\u202fmin" }).first().waitFor();
  await go("#/objective/caption_latency_p99_ms?minutes=7");
  await page.locator("[data-minutes='60'][aria-pressed=true]").waitFor();
});

/**
 * Scenario: an objective that began five hours ago, over six hours and over thirty days.
 * Guarantees: the time axis is what was chosen, so the same hours take less of a longer range.
 */
test("a longer range is a longer axis", async (t) => {
  const { page, go } = await openDashboard(t, "healthy");
  const drawn = async (/** @type {number} */ minutes) => {
    await go(`#/objective/call_setup_time_ms?minutes=${minutes}`);
    await page.locator("#good-events canvas").waitFor();
    return page.locator("#good-events canvas").evaluate((canvas) => {
      const { width, height } = /** @type {HTMLCanvasElement} */ (canvas);
      const context = /** @type {HTMLCanvasElement} */ (canvas).getContext("2d");
      const { data } = /** @type {CanvasRenderingContext2D} */ (context).getImageData(0, 0, width, height);
      // Blue beyond any doubt: the bars. Grey text has no such pixel.
      const columns = new Set();
      for (let at = 0; at < data.length; at += 4) {
        const [red = 0, , blue = 0, opacity = 0] = data.subarray(at, at + 4);
        if (opacity > 200 && blue - red > 60) columns.add((at / 4) % width);
      }
      return columns.size / width;
    });
  };
  const six = await drawn(360);
  const month = await drawn(43_200);
  assert.ok(six > 0.4, `${six}`);
  assert.ok(month > 0 && month < 0.03, `${month}`);
});

/**
 * Scenario: objectives that burn, that wait, and one that can have no data.
 * Guarantees: the sentence and the tiers say which is which.
 */
test("words for what is not judged and what is quiet", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go("#/");
  assert.match((await page.locator("#answer").textContent()) ?? "", /objectives are met\. 1 is not judged\./);
  assert.match((await page.locator("#slo-throughput_rps").textContent()) ?? "", /not judged/);
  await go("#/objective/call_setup_time_ms");
  assert.match(
    (await page.locator("[data-tier=page_fast]").textContent()) ?? "",
    /^Wakes somebody, fast.*needs 5 bad events over 1\u202fh, has \d/,
  );
});

/**
 * Scenario: measurements that all fell into one bucket, and shares of a whole.
 * Guarantees: no number is made up within the bucket; rounded shares add up but for the rounding.
 */
test("estimates claim no more than is known", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go("#/pages");
  const quantiles = await page.locator("[data-metric=decode] .quantiles dd").allTextContents();
  assert.deepEqual(quantiles.slice(0, 3), ["≤\u202f16\u202fms", "≤\u202f16\u202fms", "≤\u202f16\u202fms"]);
  const grades = await page.locator("[data-metric=web_vital_lcp_ms] .grades li").allTextContents();
  const sum = grades.reduce((total, words) => total + Number(/^\d+/.exec(words)?.[0]), 0);
  assert.ok(sum >= 99 && sum <= 101, grades.join());
});

/**
 * Scenario: a session whose page was hidden for a while.
 * Guarantees: what nobody could see is drawn and named, and does not count as failed.
 */
test("hidden captions are no gap", async (t) => {
  const { page, go } = await openDashboard(t, "burning");
  await go(`#/session/${SESSIONS[2]}`);
  assert.match((await page.locator("[data-lane=captions] .hidden").getAttribute("d")) ?? "", /^M/);
  assert.match((await page.locator("[data-lane=translations] .hidden-box").getAttribute("d")) ?? "", /^M/);
  assert.equal(await page.locator("[data-lane=translations] .failed").count(), 0);
  await page.locator(".legend li", { hasText: "the page was hidden" }).waitFor();
});

/**
 * Scenario: a browser that has never been here opens the overview.
 * Guarantees: all that it loads, the other views' scripts among it, is within the budget.
 */
test("the first view is small", async (t) => {
  const { page, go } = await openDashboard(t, "healthy");
  /** @type {Promise<[string, number]>[]} */
  const files = [];
  page.on("response", (response) => {
    const { pathname } = new URL(response.url());
    if (!pathname.startsWith("/api/")) files.push(response.body().then((body) => [pathname, brotli(body)]));
  });
  // The other views are loaded once there is nothing else to do: they count too.
  const last = page.waitForResponse(/\/session-/);
  await go("#/");
  await page.evaluate(() => fetch("/favicon.svg"));
  await (await last).finished();
  for (let known = 0; known < files.length; ) {
    known = files.length;
    await new Promise((resolve) => setTimeout(resolve, 300));
  }
  const sizes = Object.fromEntries(await Promise.all(files));
  const total = Object.values(sizes).reduce((sum, bytes) => sum + bytes, 0);
  t.diagnostic(`${total} bytes: ${JSON.stringify(sizes)}`);
  assert.ok(sizes["/main.js"] > 0 && sizes["/main.css"] > 0);
  assert.ok(total <= FIRST_VIEW_BYTES, `${total} bytes`);
});

/** @param {Buffer} content */
function brotli(content) {
  return brotliCompressSync(content, { params: { [constants.BROTLI_PARAM_QUALITY]: 11 } }).length;
}
