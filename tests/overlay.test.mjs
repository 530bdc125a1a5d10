// @ts-check
/** The debug overlay: what it shows, that it can be used by keyboard, and that the page is none the worse for it. */
import assert from "node:assert/strict";
import { mkdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { serve } from "./packaging/apps.mjs";
import { openPage, until } from "./page.mjs";
import { launch, startGateway } from "./support.mjs";

const DEBUG = `&options=${encodeURIComponent('{"debug":true}')}`;
const pictures = new URL("artifacts/", import.meta.url).pathname;

/** @typedef {import("playwright-core").Page} Page */
const overlay = (/** @type {Page} */ page) => page.locator("honeyguide-overlay");
const body = (/** @type {Page} */ page) => overlay(page).locator("[role=group]");
const text = async (/** @type {Page} */ page) =>
  (await body(page).locator("h2, dt, dd, .figure").allTextContents()).join(" ");
const state = (/** @type {Page} */ page) => overlay(page).locator(".state").textContent();

/** Everything that a call shows, once. */
const everything = (/** @type {Page} */ page) =>
  page.evaluate(async () => {
    const element = document.createElement("p");
    document.getElementById("captions")?.append(element);
    const line = hg.caption({ segment: "a", language: "en" });
    for (const words of ["Einhorn", "Einhorn rennt", "Einhorn rannte"]) {
      // Longer ago than the first clock is wrong by.
      line.update(words, { emittedAt: Date.now() - 900 });
      element.textContent = words;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    await fetch("/demo/delivery.html");
    await fetch("/nowhere");
    setTimeout(() => {
      throw new RangeError("out of reach");
    });
    hg.span("join").end();
    hg.counter("joins").add(2);
    hg.histogram("decode", { unit: "ms" }).record(12.5);
    await connect();
  });

/**
 * Scenario: captions, requests, an error, a call without media, metrics, with a gateway behind it.
 * Guarantees: each is shown as it came, within a batch's interval; the outbox's numbers are the client's, session and view those that the gateway
 * knows; no text of a caption is there.
 */
test("shows what is measured right now", async (t) => {
  const { gateway, door, page } = await openPage(t, DEBUG);
  await everything(page);
  await until(async () => /joins 2/.test(await text(page)), "the counter");
  await until(async () => /error/.test(await text(page)), "the error");
  const shown = await text(page);
  assert.match(
    shown,
    /latency \d[\d.]* ms median, [\d.]+ ms p95 updates 3 painted, 0 missing words 3 shown, 1 taken back/,
  );
  assert.match(shown, /\d ms en, −1/);
  assert.match(shown, /set up connected, [\d.]+ ms host/);
  assert.match(shown, /TTFB [\d.]+ ms ● good/);
  assert.match(shown, /CLS 0\.000 ● good, so far/);
  assert.match(shown, /GET 404 [\d.]+ ms \/nowhere GET 200 [\d.]+ ms \/demo\/delivery.html/);
  assert.match(shown, /RangeError out of reach in all 1 errors/);
  assert.match(shown, /join [\d.]+ ms joins 2 decode 12\.5 ms/);
  assert.ok(
    !/Einhorn|rannte/.test(await overlay(page).evaluate((host) => host.shadowRoot?.textContent ?? "")),
  );
  await until(async () => {
    const { captured, delivered, waiting, dropped } = await page.evaluate(() => hg.counts());
    return (await text(page)).includes(
      `captured ${captured} delivered ${delivered}, ${waiting} waiting dropped ${dropped} sent`,
    );
  }, "the outbox's numbers");
  const [item] = await gateway.items();
  const now = await text(page);
  assert.ok(now.includes(`session ${item.session} view ${item.page}`), now);
  assert.ok(now.includes(`address ${new URL(door.url).host} answer 202 in`), now);
  assert.match(now, /clock [+−][\d.]+ ms ± [\d.]+ ms/);

  door.refusing(() => ({ status: 503 }));
  await page.evaluate(() => hg.counter("late").add(1));
  await until(async () => (await state(page)) === "▲ gateway does not take", "the refusal");
  await page.evaluate(() => hg.consent("denied"));
  await until(async () => (await state(page)) === "■ may not tell", "what consent does");
});

/**
 * Scenario: a call with sound and a picture, of a page with itself, for longer than a window of ten seconds.
 * Guarantees: each track has its line: round trip, loss, jitter, bitrate, and the received sound its quality as a mean opinion score.
 */
test("a call's figures", async (t) => {
  const gateway = await startGateway();
  const browser = await launch();
  t.after(async () => {
    await browser.close();
    await gateway.stop();
  });
  const page = await browser.newPage();
  await page.goto(`${gateway.url}/demo/calls.html?overlay`);
  await page.waitForFunction(() => "hg" in window);
  await page.evaluate(async () => {
    const { one, other } = pair();
    play(other);
    one.addTrack(tone().track);
    one.addTrack(picture().track);
    await negotiate(one, other);
  });
  // A poll knows a round trip only where a report has come since the one before.
  await until(
    async () => /↓ audio MOS [34]\.\d, RTT [\d.]+ ms/.test(await text(page)),
    "quality and round trip",
    40_000,
  );
  const shown = await text(page);
  assert.match(shown, /↓ audio .*loss 0\.0 %, jitter [\d.]+ ms, buffer \d+ ms, \d+ kbit\/s, opus ↓ video/);
  assert.match(shown, /↓ video .*loss 0\.0 %, .*240p, (1\d|2\d) fps, \w+ ↑ audio/);
  assert.match(shown, /↑ audio .*\d kbit\/s, opus/);
  assert.match(shown, /↑ video/);
});

/**
 * Scenario: only the keyboard: to it, moved, folded, unfolded; then dragged by the mouse.
 * Guarantees: everything can be reached and done; it goes where it is dragged and no further; it stays inside the window, also when that shrinks; where it is folded the focus goes on.
 */
test("by keyboard and by mouse", async (t) => {
  const { page } = await openPage(t, DEBUG);
  const focused = () =>
    page.evaluate(() => document.activeElement?.shadowRoot?.activeElement?.getAttribute("aria-label"));
  const box = async () => (await overlay(page).locator(".panel").boundingBox()) ?? assert.fail("no box");
  await page.keyboard.press("Tab");
  assert.match((await focused()) ?? "", /move by dragging, or with the arrow keys/);
  const before = await box();
  await page.keyboard.press("ArrowLeft");
  await page.keyboard.press("ArrowUp");
  const moved = await box();
  assert.deepEqual([moved.x, moved.y], [before.x - 20, before.y - 20]);
  for (let press = 0; press < 100; press++) await page.keyboard.press("ArrowLeft");
  assert.equal((await box()).x, 12);
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Fold");
  await page.keyboard.press("Tab");
  assert.equal(await focused(), "Figures");
  await page.keyboard.press("Escape");
  assert.equal(await focused(), "Unfold");
  assert.equal(await body(page).isVisible(), false);
  assert.ok((await box()).height < 40);
  await page.keyboard.press("Enter");
  assert.equal(await body(page).isVisible(), true);
  const from = await box();
  await page.mouse.move(from.x + 30, from.y + 15);
  await page.mouse.down();
  await page.mouse.move(from.x + 130, from.y - 45, { steps: 3 });
  await page.mouse.up();
  await page.mouse.move(0, 0);
  const to = await box();
  assert.deepEqual([to.x, to.y], [from.x + 100, from.y - 60]);
  await page.setViewportSize({ width: 500, height: 400 });
  await until(async () => {
    const { x, y, width, height } = await box();
    return x >= 12 && y >= 12 && x + width <= 488 && y + height <= 388;
  }, "its place in a small window");
});

/**
 * Scenario: a page that allows only scripts of its own origin, no style at all, no WebAssembly, and no text for a script.
 * Guarantees: the overlay is there, styled, with figures; the policy had nothing to complain of but WebAssembly.
 */
test("under a strict policy", async (t) => {
  const { page, url } = await openPage(t, DEBUG, false);
  const server = await serve(new URL("dist", import.meta.url).pathname);
  t.after(() => server.stop());
  /** @type {string[]} */
  const errors = [];
  page.on("pageerror", (error) => errors.push(String(error)));
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  await page.addInitScript(() => {
    Object.assign(window, { violations: [] });
    addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) =>
      /** @type {any} */ (window).violations.push(`${effectiveDirective} ${blockedURI}`),
    );
  });
  await page.goto(`${server.url}delivery.html${new URL(url).search}&strict`);
  await page.evaluate(() => say("streng"));
  await until(async () => /1 painted/.test(await text(page)), "the caption");
  assert.deepEqual([...new Set(await page.evaluate("violations"))], ["script-src wasm-eval"]);
  assert.deepEqual(
    errors.filter((error) => !/WebAssembly|favicon|404/.test(error)),
    [],
  );
  const style = await overlay(page)
    .locator(".panel")
    .evaluate((panel) => [getComputedStyle(panel).position, getComputedStyle(panel).borderRadius]);
  assert.deepEqual(style, ["fixed", "8px"]);
});

/**
 * Scenario: the overlay shows live figures for a while, is folded by the page's own script rather than by a hand, and unfolded.
 * Guarantees: nothing shifts, neither the page nor the overlay itself; the largest paint stays the page's; the page is no longer nor wider.
 */
test("leaves the page's own figures alone", async (t) => {
  const { page, url } = await openPage(t, DEBUG, false);
  await page.addInitScript(() => {
    Object.assign(window, { shifts: [], paints: [] });
    new PerformanceObserver((list) => {
      /** @type {any} */ for (const entry of list.getEntries())
        window.shifts.push(/** @type {any} */ (entry).value);
    }).observe({ type: "layout-shift", buffered: true });
    new PerformanceObserver((list) => {
      /** @type {any} */ for (const entry of list.getEntries())
        window.paints.push(/** @type {any} */ (entry).element?.id ?? "in the overlay");
    }).observe({ type: "largest-contentful-paint", buffered: true });
    addEventListener("DOMContentLoaded", () => {
      const heading = document.createElement("p");
      heading.id = "own";
      heading.textContent = "What this page is about, in a line or so: ".repeat(4);
      document.body.prepend(heading);
    });
  });
  await page.goto(url);
  const size = () =>
    page.evaluate(() => [document.documentElement.scrollHeight, document.documentElement.scrollWidth]);
  const before = await size();
  await page.evaluate(() => hg.flush());
  await everything(page);
  for (let round = 0; round < 4; round++) {
    await page.evaluate((round) => {
      for (let one = 0; one <= round; one++) hg.counter(`counter ${one}`).add(1e3 ** round);
    }, round);
    await pause(700);
    await overlay(page)
      .locator(".fold")
      .evaluate((/** @type {HTMLElement} */ fold) => fold.click());
  }
  await until(async () => /counter 3/.test(await text(page)), "the last counter");
  // The page grows by its own captions alone.
  await page.evaluate(() => document.getElementById("captions")?.replaceChildren());
  assert.deepEqual(await size(), before);
  const { shifts, paints } = await page.evaluate("({ shifts, paints })");
  assert.deepEqual(
    shifts.filter((/** @type {number} */ value) => value > 0),
    [],
  );
  assert.deepEqual([...new Set(paints)], ["own"]);
});

/**
 * Scenario: shutdown; then a page that only asked for warnings.
 * Guarantees: nothing is left of the overlay and nothing of it goes on; the other page loads nothing of it.
 */
test("gone after shutdown, absent where nobody asked", async (t) => {
  const { page, url } = await openPage(t, DEBUG);
  await overlay(page).waitFor({ state: "attached" });
  await page.evaluate(() => hg.shutdown());
  await overlay(page).waitFor({ state: "detached", timeout: 2000 });
  /** @type {string[]} */
  const scripts = [];
  page.on("request", (request) => scripts.push(new URL(request.url()).pathname));
  await page.goto(url.replace(DEBUG, "&debug"));
  await page.evaluate(() => hg.flush());
  assert.equal(await overlay(page).count(), 0);
  assert.ok(scripts.length > 2 && !scripts.some((script) => /overlay/.test(script)), scripts.join());
});

/**
 * Scenario: light and dark, full of figures, looked at by axe.
 * Guarantees: no finding of names and roles, and a contrast of 4.5 or more of each text, which axe cannot tell of what lies over a page. The pictures are in tests/artifacts.
 */
test("in light and in dark", async (t) => {
  const { page } = await openPage(t, DEBUG);
  await mkdir(pictures, { recursive: true });
  await page.evaluate(() => document.documentElement.setAttribute("lang", "en"));
  await everything(page);
  await until(async () => /joins 2/.test(await text(page)), "the counter");
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve("axe-core") });
  for (const scheme of /** @type {const} */ (["light", "dark"])) {
    await page.emulateMedia({ colorScheme: scheme });
    await overlay(page)
      .locator(".panel")
      .screenshot({ path: `${pictures}overlay-${scheme}.png` });
    const found = await page.evaluate(async () => {
      // @ts-expect-error axe is the page's by now
      const { violations } = await axe.run({ include: [["honeyguide-overlay"]] });
      return violations.map((/** @type {any} */ { id, nodes }) => `${id}: ${nodes[0].html}`);
    });
    assert.deepEqual(found, [], scheme);
    const contrasts = await overlay(page)
      .locator(".panel")
      .evaluate((panel) => {
        const light = (/** @type {string} */ color) => {
          const parts = (color.match(/[\d.]+/g) ?? []).slice(0, 3).map((part) => Number(part) / 255);
          const [r = 0, g = 0, b = 0] = parts.map((part) =>
            part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4,
          );
          return 0.2126 * r + 0.7152 * g + 0.0722 * b;
        };
        const texts = [...panel.querySelectorAll("button, dt, dd, h2, .state, .figure, .legend > span")];
        return texts.map((element) => {
          let behind = /** @type {Element | null} */ (element);
          while (behind && /, 0\)$/.test(getComputedStyle(behind).backgroundColor))
            behind = behind.parentElement;
          const ground = light(behind ? getComputedStyle(behind).backgroundColor : "rgb(255, 0, 0)");
          const [low = 0, high = 0] = [light(getComputedStyle(element).color), ground].sort((a, b) => a - b);
          return [(high + 0.05) / (low + 0.05), element.textContent];
        });
      });
    assert.ok(contrasts.length > 20);
    assert.deepEqual(
      contrasts.filter(([ratio]) => Number(ratio) < 4.5),
      [],
      scheme,
    );
  }
});
