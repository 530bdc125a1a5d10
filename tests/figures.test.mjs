// @ts-check
/** What the page itself shows: vitals and what they are made of, long frames, views, visibility, captions in a container. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openPage, until } from "./page.mjs";

/** @typedef {{ kind: string, attributes: Record<string, string>, resource: Record<string, string>, fields: Record<string, number>, page: string, time: number }} Item */

/** @param {{ items(): Promise<Item[]> }} gateway @param {string} kind */
const of = async (gateway, kind) => (await gateway.items()).filter((item) => item.kind === kind);
const sum = (/** @type {(number | undefined)[]} */ parts) =>
  parts.reduce((sum, part) => (sum ?? 0) + (part ?? 0), 0) ?? 0;

test("vitals say what they are made of, and the navigation part by part", async (t) => {
  const { gateway, page, url } = await openPage(t, "", false);
  await page.goto(url);
  await page.evaluate(async () => {
    const button = document.createElement("button");
    button.id = "join";
    button.textContent = "a text that must stay here";
    button.onclick = () => {
      for (const until = performance.now() + 80; performance.now() < until; );
    };
    document.body.prepend(button);
    const image = new Image(600, 400);
    image.className = "hero";
    image.src = "/favicon.svg?size=big";
    document.body.append(image);
    await new Promise((resolve) => setTimeout(resolve, 400));
  });
  await page.click("#join");
  await page.evaluate(async () => {
    // Later than half a second after the input, a shift counts.
    await new Promise((resolve) => setTimeout(resolve, 700));
    const tall = document.createElement("div");
    tall.style.height = "200px";
    document.body.prepend(tall);
    await new Promise((resolve) => setTimeout(resolve, 300));
    await hg.flush();
  });
  await page.goto("about:blank");
  await until(async () => (await of(gateway, "web_vital").catch(() => [])).length >= 5, "five vitals");
  const vitals = await of(gateway, "web_vital");
  const vital = (/** @type {string} */ name) => {
    const found = vitals.find(({ attributes }) => attributes.name === name);
    assert.ok(found, name);
    return found;
  };
  const near = (/** @type {number} */ one, /** @type {number} */ other, /** @type {string} */ what) =>
    assert.ok(Math.abs(one - other) <= 0.5, `${what}: ${one} and ${other}`);
  const lcp = vital("LCP").fields;
  near(sum([lcp.ttfb, lcp.load_delay, lcp.load_duration, lcp.render_delay]), lcp.time ?? 0, "LCP");
  const ttfb = vital("TTFB").fields;
  near(sum([ttfb.waiting, ttfb.cache, ttfb.dns, ttfb.connect, ttfb.request]), ttfb.time ?? 0, "TTFB");
  const fcp = vital("FCP").fields;
  near(sum([fcp.ttfb, fcp.render_delay]), fcp.time ?? 0, "FCP");
  const inp = vital("INP");
  // The browser rounds an event's duration to 8 ms.
  const parts = sum([inp.fields.input_delay, inp.fields.processing, inp.fields.presentation]);
  assert.ok(Math.abs(parts - (inp.fields.time ?? 0)) <= 8, `INP: ${parts} and ${inp.fields.time}`);
  assert.ok((inp.fields.processing ?? 0) >= 75, JSON.stringify(inp.fields));
  assert.deepEqual([inp.attributes.target, inp.attributes.interaction], ["#join", "pointer"]);
  const cls = vital("CLS");
  assert.ok((cls.fields.largest_shift ?? 0) > 0 && cls.attributes.target, JSON.stringify(cls));
  assert.ok(!JSON.stringify(vitals).includes("must stay here"));
  const [navigation] = await of(gateway, "navigation");
  assert.equal(navigation?.attributes.navigation, "navigate");
  assert.ok((navigation?.fields.loaded ?? 0) >= (navigation?.fields.interactive ?? 1));
});

test("a long animation frame names its script", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    blockLater(120);
    await new Promise((resolve) => setTimeout(resolve, 600));
    await hg.flush();
  });
  await gateway.settled();
  const tasks = await of(gateway, "long_task");
  const planted = tasks.find(({ attributes }) => attributes.script === "/demo/delivery.js blocking");
  assert.ok(planted, JSON.stringify(tasks));
  assert.ok(
    (planted.fields.duration ?? 0) >= 120 && (planted.fields.blocking ?? 0) >= 60,
    JSON.stringify(planted),
  );
  assert.ok((planted.fields.script_duration ?? 0) >= 115);
  assert.equal(planted.attributes.invoker, "user-callback");
});

test("routes of a single-page app are views, and everything says in which it happened", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => setTimeout(resolve, 300));
    history.pushState({}, "", "/demo/rooms/4711");
    document.body.append("a room");
    await frame();
    hg.counter("in_room").add(1);
    history.replaceState({}, "", "/demo/rooms/4712?the=same");
    history.pushState({}, "", "/demo/summary");
    await frame();
    history.back();
    await frame();
    await hg.flush();
  });
  await gateway.settled();
  const views = (await of(gateway, "view")).sort((one, other) => one.time - other.time);
  assert.deepEqual(
    views.map(({ attributes }) => `${attributes.reason} ${attributes.route}`),
    ["load /demo/delivery.html", "route /demo/rooms/:id", "route /demo/summary", "route /demo/rooms/:id"],
  );
  for (const { fields } of views.slice(1)) assert.ok((fields.painted ?? 0) > 0, JSON.stringify(fields));
  const [counted] = await of(gateway, "own_counter");
  assert.equal(counted?.resource.view, "/demo/rooms/:id");
  assert.ok(counted?.resource["network.connection.type"], "how the page is connected");
});

test("how long the page was visible and hidden", async (t) => {
  const { gateway, page } = await openPage(t);
  for (const value of ["hidden", "visible"]) {
    await page.evaluate(async (value) => {
      Object.defineProperty(document, "visibilityState", { value, configurable: true });
      document.dispatchEvent(new Event("visibilitychange"));
      await new Promise((resolve) => setTimeout(resolve, 400));
    }, value);
  }
  await page.goto("about:blank");
  await until(async () => (await of(gateway, "visibility")).length >= 3, "three periods");
  const periods = await of(gateway, "visibility");
  assert.deepEqual(
    periods.map(({ attributes }) => attributes.state),
    ["visible", "hidden", "visible"],
  );
  assert.ok(Math.abs((periods[1]?.fields.duration ?? 0) - 400) < 300, JSON.stringify(periods[1]));
});

test("a container: its children's revisions, finals and going are seen by themselves", async (t) => {
  const { gateway, door, page } = await openPage(t);
  await page.evaluate(async () => {
    const frame = () => new Promise((resolve) => setTimeout(resolve, 120));
    const container = document.createElement("section");
    container.id = "auto";
    container.lang = "de";
    hg.observeCaptions("#auto");
    await frame();
    document.body.append(container);
    await frame();
    const line = document.createElement("p");
    line.dataset.segment = "private-name";
    line.dataset.speaker = "agent";
    line.textContent = "guten";
    container.append(line);
    await frame();
    line.textContent = "guten Tag";
    await frame();
    line.textContent = "gute Nacht";
    line.dataset.final = "";
    await frame();
    const other = line.cloneNode(true);
    /** @type {HTMLElement} */ (other).dataset.segment = "another";
    delete (/** @type {HTMLElement} */ (other).dataset.final);
    container.append(other);
    await frame();
    container.replaceChildren();
    await frame();
    await new Promise((resolve) => setTimeout(resolve, 300));
    await hg.flush();
  });
  await gateway.settled();
  const captions = await of(gateway, "caption");
  assert.equal(captions.length, 4, JSON.stringify(captions.map(({ fields }) => fields)));
  for (const { attributes } of captions) {
    assert.deepEqual(
      [attributes.outcome, attributes.language, attributes.speaker],
      ["painted", "de", "agent"],
    );
  }
  const segments = await of(gateway, "caption_segment");
  assert.deepEqual(
    segments.map(({ fields }) => [fields.displayed, fields.retracted, fields.words]),
    [
      [4, 2, 2],
      [2, 0, 2],
    ],
  );
  assert.ok((segments[0]?.fields.to_final ?? 0) > 200, "time to final");
  assert.doesNotMatch(
    door
      .batches()
      .map(({ text }) => text)
      .join(),
    /guten|Nacht|private-name/,
  );
});

// Scenario: each update asks for its line anew, by its id; two languages share the id; after the final the id is used again.
// Guarantees: one segment a language until its final, its words and retractions counted once; then another.
test("a segment goes on by its id", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(async () => {
    const say = async (
      /** @type {string} */ language,
      /** @type {string} */ text,
      /** @type {boolean} */ final = false,
    ) => {
      const id = `caption-${language}`;
      const shown = document.getElementById(id) ?? document.body.appendChild(document.createElement("p"));
      shown.id = id;
      hg.caption({ segment: "17", language }).update(text, { final });
      shown.textContent = text;
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 50)));
    };
    await say("en", "one two");
    await say("de", "eins");
    await say("en", "one three");
    await say("de", "eins zwei", true);
    await say("en", "one three four", true);
    await say("en", "and another", true);
    await hg.flush();
  });
  await gateway.settled();
  const segments = await of(gateway, "caption_segment");
  assert.deepEqual(
    segments
      .map(({ attributes, fields }) => [
        attributes.language,
        fields.displayed,
        fields.retracted,
        fields.words,
      ])
      .sort(),
    [
      ["de", 2, 0, 2],
      ["en", 2, 0, 2],
      ["en", 4, 1, 3],
    ],
  );
});

test("back from the back/forward cache: another page view, with a first byte at 0", async (t) => {
  const { gateway, page } = await openPage(t);
  await page.evaluate(() => hg.counter("first").add(1));
  await page.evaluate(() => {
    const event = new Event("pagehide");
    dispatchEvent(event);
    dispatchEvent(new PageTransitionEvent("pageshow", { persisted: true }));
  });
  await pause(300);
  await page.evaluate(() => {
    hg.counter("second").add(1);
    return hg.flush();
  });
  await gateway.settled();
  const counted = await of(gateway, "own_counter");
  assert.equal(new Set(counted.map(({ page }) => page)).size, 2);
  const restored = (await of(gateway, "web_vital")).filter(
    ({ attributes }) => attributes.navigation === "restored",
  );
  const times = Object.fromEntries(restored.map(({ attributes, fields }) => [attributes.name, fields.time]));
  assert.equal(times.TTFB, 0);
  assert.ok((times.FCP ?? 0) > 0 && times.LCP === times.FCP, JSON.stringify(times));
  assert.ok((await of(gateway, "view")).some(({ attributes }) => attributes.reason === "restored"));
});

test("the caption server's own clock, five seconds ahead: latencies are by that clock", async (t) => {
  const timeEndpoint = "https://captions.example/now";
  const given = `&options=${encodeURIComponent(JSON.stringify({ timeEndpoint }))}`;
  const { gateway, page, url } = await openPage(t, given, false);
  await page.route(timeEndpoint, (route) => {
    const time = Date.now() + 5000;
    return route.fulfill({ body: `${time} ${time}`, headers: { "access-control-allow-origin": "*" } });
  });
  await page.goto(url);
  await page.evaluate(() => hg.flush());
  await page.evaluate(async () => {
    say("by another clock", Date.now() + 5000 - 300);
    await new Promise((resolve) => setTimeout(resolve, 1000));
    await hg.flush();
  });
  await gateway.settled();
  const [caption] = await of(gateway, "caption");
  const { clock, fields } = /** @type {any} */ (caption);
  const latency = fields.latency + clock.theta;
  assert.ok(clock.theta > 4900 && clock.theta < 5100, JSON.stringify(clock));
  assert.ok(latency >= 300 - clock.delta && latency < 1500, `${latency}`);
});
