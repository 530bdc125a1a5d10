// @ts-check
/** One suite for every engine. What this does not prove: other versions of them, and Safari, which is more than WebKitGTK. */
import assert from "node:assert/strict";
import { after, before, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { openDoor } from "../door.mjs";
import { until } from "../page.mjs";
import { sample, startGateway } from "../support.mjs";
import { start } from "./drivers.mjs";
import { has, TABLE } from "./table.mjs";

/** @typedef {{ kind: string, attributes: Record<string, string>, resource: Record<string, string>, fields: Record<string, number>, session: string, page: string, page_time: number }} Item */
/** @typedef {import("./drivers.mjs").Engine} Engine */

/** The groups that each engine's errors came into, of one gateway. */
const groups = new Map();

/** Registers the suite for one engine. @param {Engine} engine */
export function suite(engine) {
  /** @type {import("./drivers.mjs").Driver} */
  let driver;
  before(async () => {
    driver = await start(engine);
  });
  after(() => driver?.close());
  /** Lines of the table that were asserted. @type {Set<string>} */
  const asserted = new Set();

  /** A value is there, or it is absent, as the table says of this engine. @param {string} key @param {unknown} value */
  const told = (key, value) => {
    asserted.add(key);
    if (has(engine, key)) assert.notEqual(value, undefined, `${key} is missing in ${engine}`);
    else assert.equal(value, undefined, `${engine} cannot know ${key}`);
    return has(engine, key);
  };

  /**
   * A gateway (so a fresh origin), a door of another origin before it, and a tab.
   * @param {import("node:test").TestContext} t @param {{ file?: string, query?: string, open?: boolean }} [options]
   */
  async function world(t, { file = "delivery.html", query = "", open = true } = {}) {
    const gateway = await startGateway();
    const door = await openDoor(gateway.url);
    const tab = await driver.open();
    t.after(async () => {
      await tab.close();
      await door.close();
      await gateway.stop();
    });
    const url = `${gateway.url}/demo/${file}?endpoint=${encodeURIComponent(door.url)}${query}`;
    if (open) {
      await tab.goto(url);
      await tab.evaluate(() => hg.flush());
    }
    /** @returns {Promise<Item[]>} */
    const of = async (/** @type {string} */ kind) =>
      (await gateway.items().catch(() => [])).filter((item) => item.kind === kind);
    /** Until so many of a kind are there. @returns {Promise<Item[]>} */
    const some = async (/** @type {string} */ kind, count = 1, patience = 15_000) => {
      await until(async () => (await of(kind)).length >= count, `${count} ${kind} in ${engine}`, patience);
      return of(kind);
    };
    return { gateway, door, tab, url, of, some };
  }

  const named = (/** @type {Item[]} */ items) => items.map(({ attributes }) => attributes.name);

  // Scenario: a page counts, with a gateway of another origin.
  // Guarantees: it arrives, by the module and not its double, without a preflight and without cookies.
  test(`${engine}: the module comes, and delivers`, async (t) => {
    const { gateway, door, tab, some } = await world(t);
    await tab.evaluate(() => {
      hg.counter("arrived").add(1);
      return hg.flush();
    });
    const [counted] = await some("own_counter");
    told("network", counted?.resource["network.connection.type"]);
    const files = await tab.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(
      files.some((/** @type {string} */ name) => /\/module-/.test(name)),
      files.join(),
    );
    assert.ok(!files.some((/** @type {string} */ name) => /\/fallback-/.test(name)), files.join());
    assert.deepEqual(
      door.seen.filter(({ method, headers }) => method === "OPTIONS" || headers.cookie),
      [],
    );
    const { items } = await gateway.settled();
    assert.equal(items.captured, items.journalled);
  });

  // Scenario: a page that allows no scripts but its own files, and so no WebAssembly in any engine.
  // Guarantees: the double in JavaScript measures and delivers the same.
  test(`${engine}: a page that forbids WebAssembly`, async (t) => {
    const { tab, some } = await world(t, { file: "strict.html" });
    await tab.evaluate(async () => {
      say("by the double");
      hg.counter("arrived").add(1);
      await new Promise((resolve) => setTimeout(resolve, 400));
      await hg.flush();
    });
    const files = await tab.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(
      files.some((/** @type {string} */ name) => /\/fallback-/.test(name)),
      files.join(),
    );
    const [caption] = await some("caption");
    assert.equal(caption?.attributes.outcome, "painted");
    assert.deepEqual(named(await some("own_counter")), ["arrived"]);
  });

  // Scenario: 30 updates, written in a task, in a frame callback, or late under an observed element.
  // Guarantees: each is painted in the frame that the page's own frame callback and the message after it enclose; parts sum to
  // the latency; words are counted as the definition says.
  test(`${engine}: captions, painted when the page says so`, async (t) => {
    const { gateway, tab, some } = await world(t);
    const own = await tab.evaluate(async () => {
      const now = () => performance.timeOrigin + performance.now();
      const pause = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
      const frame = () => new Promise((resolve) => requestAnimationFrame(resolve));
      const paragraph = document.createElement("p");
      document.body.append(paragraph);
      const line = hg.caption({ segment: "s", language: "en", speaker: "agent", element: paragraph });
      const texts = ["one two three", "one two three four", "one too three four five"];
      const own = [];
      for (let update = 0; update < 30; update++) {
        if (update % 3 === 1) await frame();
        const emitted = now();
        await pause(20);
        if (update % 3 === 1) await frame();
        const handled = now();
        const text = texts[update % 3];
        line.update(text, { emittedAt: emitted, final: update % 3 === 2 });
        if (update % 3 === 2) await pause(60);
        const written = now();
        paragraph.textContent = text;
        // Asked for inside a frame's callback, the next callback is already of the frame after.
        const inFrame = update % 3 === 1;
        const begun = inFrame ? written : await frame().then(now);
        const { port1, port2 } = new MessageChannel();
        const message = new Promise((resolve) => (port1.onmessage = resolve));
        port2.postMessage(0);
        await message;
        own.push({ emitted, handled, written, begun, ended: now(), inFrame });
        await pause(30);
      }
      line.close();
      await pause(400);
      await hg.flush();
      return own;
    });
    const captions = (await some("caption", own.length)).sort(
      (one, other) => one.page_time - other.page_time,
    );
    assert.equal(captions.length, own.length);
    const late = [];
    for (const [index, { fields, attributes }] of captions.entries()) {
      const { emitted, handled, written, begun, ended } = own[index];
      assert.equal(attributes.outcome, "painted");
      const { latency = Number.NaN, render = Number.NaN, app = Number.NaN } = fields;
      const painted = emitted + latency;
      // A page's clock may have a step of 1 ms.
      assert.ok(painted >= begun - 2, `update ${index}: painted ${painted - begun} ms after its frame began`);
      late.push(painted - ended);
      near(app, written - handled, 15, `update ${index}: app`);
      near(render, painted - handled, 1, `update ${index}: render`);
    }
    late.sort((one, other) => one - other);
    const median = late[late.length >> 1] ?? Number.NaN;
    assert.ok(Math.abs(median) < 8, `${median} ms beside the page's own message after the frame`);
    const metrics = await gateway.metrics();
    const sums = ["network", "main_thread", "app", "render"].map((part) =>
      sample(metrics, `caption_latency_part_ms_sum{app="local",part="${part}"}`),
    );
    const latency = sample(metrics, 'caption_latency_ms_sum{app="local",language="en"}');
    near(
      sums.reduce((sum, part) => sum + part),
      latency,
      1,
      "sum of the parts",
    );
    // Ten segments of three revisions: 3 + 1 + 2 words shown, of which one is taken back.
    assert.equal(sample(metrics, 'caption_words_displayed_total{app="local",language="en"}'), 60);
    assert.equal(sample(metrics, 'word_retractions_total{app="local",kind="word",language="en"}'), 10);
    t.diagnostic(`painted ${median.toFixed(2)} ms beside the page's own, at most ${late.at(-1)?.toFixed(2)}`);
  });

  // Scenario: the thread is blocked for 1.5 s while an update is on its way.
  // Guarantees: its part is told where long frames are, and where only the heartbeat is, which beats once a second.
  test(`${engine}: a busy thread before the handler`, async (t) => {
    const { tab, some } = await world(t);
    await tab.evaluate(async () => {
      const now = () => performance.timeOrigin + performance.now();
      say("a caption that met no block");
      await new Promise((resolve) => setTimeout(resolve, 300));
      const emitted = now();
      for (const until = performance.now() + 1500; performance.now() < until; );
      await new Promise((resolve) => setTimeout(resolve));
      say("late", emitted);
      blockLater(120);
      await new Promise((resolve) => setTimeout(resolve, 600));
      await hg.flush();
    });
    const captions = (await some("caption", 2)).sort((one, other) => one.page_time - other.page_time);
    const { latency = 0, main_thread: busy = 0 } = captions[1]?.fields ?? {};
    assert.ok(latency >= 1500 && busy <= latency, `${busy} of ${latency}`);
    assert.ok(busy >= (has(engine, "frames") ? 1400 : 450), `${busy} of ${latency}`);
    const tasks = await some("long_task", has(engine, "frames") ? 2 : 0);
    told("frames", tasks[0]);
    if (has(engine, "frames")) {
      const planted = tasks.find(({ attributes }) => attributes.script === "/demo/delivery.js blocking");
      assert.ok((planted?.fields.script_duration ?? 0) >= 115, JSON.stringify(tasks));
    }
  });

  // Scenario: texts of many scripts, cut into words by each engine's own dictionaries.
  // Guarantees: the same words in each engine; an append to a text without spaces retracts nothing.
  test(`${engine}: words`, async (t) => {
    const { tab, url } = await world(t, { file: "tokens.html", open: false });
    await tab.goto(url);
    const cut = (/** @type {string} */ text, /** @type {string} */ language) =>
      tab.evaluate(
        (/** @type {string} */ text, /** @type {string} */ language) => tokens(text, language),
        text,
        language,
      );
    for (const [language, text, expected] of WORDS)
      assert.deepEqual(await cut(text, language), expected, text);
    // Thai counts by grapheme: a vowel sign belongs to its consonant, and nothing is lost.
    const thai = await cut("สวัสดีครับ", "th");
    assert.equal(thai.join(""), "สวัสดีครับ");
    assert.ok(thai.length > 4 && thai.length < 10, thai.join("|"));
    // Half of a pair of surrogates and emoji are no words, and nothing throws.
    assert.deepEqual(await tab.evaluate(() => tokens("\ud800 👍🏽 ok", "en")), ["ok"]);
    // The vector of definitions §1: 10 displayed, 1 retracted.
    const revisions = ["我们今天", "我们今天去北京", "我们明天去北京大学"];
    let [displayed, retracted, before] = [0, 0, /** @type {string[]} */ ([])];
    for (const revision of revisions) {
      const now = await cut(revision, "zh");
      const common = before.filter((token, place) => token === now[place]).length;
      retracted += before.length - common;
      displayed += now.length - common;
      before = now;
    }
    assert.deepEqual([displayed, retracted], [10, 1]);
  });

  // Scenario: a container's children are revised, and leave.
  // Guarantees: captions by themselves, their words counted, and no text in what is sent.
  test(`${engine}: a container of captions, and translations`, async (t) => {
    const { door, tab, some } = await world(t);
    await tab.evaluate(async () => {
      const frame = () => new Promise((resolve) => setTimeout(resolve, 150));
      const container = document.createElement("section");
      container.lang = "de";
      document.body.append(container);
      hg.observeCaptions(container);
      await frame();
      const line = document.createElement("p");
      line.dataset.segment = "private-name";
      line.textContent = "guten";
      container.append(line);
      await frame();
      line.textContent = "gute Nacht";
      await frame();
      container.replaceChildren();
      const shown = document.createElement("p");
      document.body.append(shown);
      const translation = hg.translation({ from: "en", to: "de" });
      await frame();
      translation.firstToken();
      shown.textContent = "übersetzt";
      await frame();
      translation.done({ accuracy: 0.75 });
      await frame();
      await hg.flush();
    });
    const captions = await some("caption", 2);
    for (const { attributes } of captions)
      assert.deepEqual([attributes.outcome, attributes.language], ["painted", "de"]);
    const [segment] = await some("caption_segment");
    assert.deepEqual(
      [segment?.fields.displayed, segment?.fields.retracted, segment?.fields.words],
      [3, 1, 2],
    );
    const [translation] = await some("translation");
    const { ttft = 0, accuracy } = translation?.fields ?? {};
    assert.ok(ttft >= 148 && ttft < 600, `${ttft}`);
    assert.equal(accuracy, 0.75);
    assert.doesNotMatch(texts(door), /guten|Nacht|private-name|übersetzt/);
  });

  // Scenario: a page with an image, a slow button that is clicked, and something that is pushed down; then it is left.
  // Guarantees: the vitals that the engine has, with parts that sum to them; of the others nothing, not 0.
  test(`${engine}: page timings`, async (t) => {
    const { gateway, tab, url, of, some } = await world(t, { open: false });
    await tab.goto(url);
    await tab.evaluate(async () => {
      const button = document.createElement("button");
      button.id = "slow";
      button.textContent = "a text that must stay here";
      button.onclick = () => {
        for (const until = performance.now() + 80; performance.now() < until; );
      };
      document.body.prepend(button);
      await new Promise((resolve) => setTimeout(resolve, 300));
      await hg.flush();
    });
    await tab.click("#slow");
    await tab.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 700));
      const tall = document.createElement("div");
      tall.style.height = "200px";
      document.body.prepend(tall);
      await new Promise((resolve) => setTimeout(resolve, 300));
    });
    await tab.goto("about:blank");
    await some("visibility");
    await gateway.settled();
    const vitals = new Map((await of("web_vital")).map((item) => [item.attributes.name, item]));
    const value = (/** @type {string} */ name) => vitals.get(name)?.fields;
    const {
      time: first = 0,
      waiting = 0,
      cache = 0,
      dns = 0,
      connect = 0,
      request = 0,
    } = value("TTFB") ?? {};
    assert.ok(
      first > 0 && Math.abs(waiting + cache + dns + connect + request - first) <= 2,
      JSON.stringify(value("TTFB")),
    );
    assert.ok((value("FCP")?.time ?? 0) >= first, "FCP");
    if (told("lcp", value("LCP")))
      assert.ok((value("LCP")?.time ?? 0) >= (value("FCP")?.time ?? Number.NaN) - 1, "LCP");
    if (told("inp", value("INP"))) {
      assert.ok(
        (value("INP")?.time ?? 0) >= 80 && (value("INP")?.processing ?? 0) >= 75,
        JSON.stringify(value("INP")),
      );
      assert.equal(
        vitals.get("INP")?.attributes.target,
        "#slow",
        JSON.stringify(
          (await of("web_vital"))
            .filter(({ attributes }) => attributes.name === "INP")
            .map(({ attributes, fields }) => [attributes, fields]),
        ),
      );
    }
    if (told("cls", value("CLS"))) assert.ok((value("CLS")?.score ?? 0) > 0, "CLS");
    const [navigation] = await some("navigation");
    assert.equal(navigation?.attributes.navigation, "navigate");
    const { loaded = 0, interactive = 1 } = navigation?.fields ?? {};
    assert.ok(loaded >= interactive && interactive > 0, JSON.stringify(navigation));
  });

  // Scenario: an error and a rejection, each from functions with names; the same page in each engine, before one gateway.
  // Guarantees: type, message and a stack in the engine's own format, which the gateway reads.
  test(`${engine}: errors and rejections`, async (t) => {
    const { gateway, tab, some } = await world(t);
    await tab.evaluate(async () => {
      fail();
      await new Promise((resolve) => setTimeout(resolve, 100));
      await hg.flush();
    });
    const errors = (await some("error", 2)).map(({ attributes }) => attributes);
    const { stack = "", ...error } = errors.find(({ source }) => source === "error") ?? {};
    assert.deepEqual([error.error_type, error.message], ["RangeError", "planted in 4 places"]);
    assert.match(stack, /planted(@| \().*delivery\.js:\d+:\d+/);
    const rejection = errors.find(({ source }) => source === "unhandledrejection");
    assert.equal(rejection?.message, "refused 7 times");
    await gateway.settled();
    const known = (await gateway.get("/api/v1/errors")).groups;
    groups.set(engine, known.map((/** @type {{ id: string }} */ { id }) => id).sort());
    assert.equal(known.length, 2);
  });

  // Scenario: the page's own requests by fetch and XMLHttpRequest: found, not found, aborted, refused by the network.
  // Guarantees: each once, with status, outcome, method and route, and nothing of its query.
  test(`${engine}: requests`, async (t) => {
    const { door, tab, some } = await world(t);
    await tab.evaluate(async () => {
      await fetch("/demo/left.html?token=confidential");
      await fetch("/demo/users/4711").catch(() => {});
      await new Promise((resolve) => {
        const request = new XMLHttpRequest();
        request.onloadend = resolve;
        request.open("GET", "/demo/left.html");
        request.send();
      });
      const stop = new AbortController();
      const aborted = fetch("/demo/delivery.html", { signal: stop.signal }).catch(() => {});
      stop.abort();
      await aborted;
      await hg.flush();
    });
    const requests = (await some("request", 4)).map(({ attributes, fields }) => {
      assert.ok((fields.duration ?? -1) >= 0);
      return `${attributes.method} ${attributes.route} ${attributes.outcome} ${fields.status}`;
    });
    assert.deepEqual(requests.sort(), [
      "GET /demo/delivery.html aborted undefined",
      "GET /demo/left.html ok 200",
      "GET /demo/left.html ok 200",
      "GET /demo/users/:id client_error 404",
    ]);
    assert.doesNotMatch(texts(door), /confidential|4711/);
  });

  // Scenario: metrics, an event, a timer, spans and a request for a camera, of the app's own.
  // Guarantees: each arrives with its value; the camera's outcome is what the page itself was told.
  test(`${engine}: the app's own`, async (t) => {
    const { tab, some } = await world(t);
    const camera = await tab.evaluate(async () => {
      hg.counter("joins").add(2, { plan: "pro" });
      hg.gauge("queue").record(3.5);
      hg.histogram("decode", { unit: "ms" }).record(12.25);
      hg.event("hand_raised", { by: "listener" });
      const parent = hg.span("join");
      hg.span("token", { parent }).end();
      parent.fail("refused");
      parent.end();
      const ask = navigator.mediaDevices.getUserMedia({ video: true }).then(
        () => "ok",
        (fault) => fault.name,
      );
      const asked = await Promise.race([ask, new Promise((resolve) => setTimeout(resolve, 2000))]);
      await hg.flush();
      return asked;
    });
    const [counted] = await some("own_counter");
    assert.deepEqual(
      [counted?.attributes.name, counted?.attributes.plan, counted?.fields.increment],
      ["joins", "pro", 2],
    );
    assert.equal((await some("own_gauge"))[0]?.fields.value, 3.5);
    assert.equal((await some("own_histogram"))[0]?.fields.value, 12.25);
    assert.equal((await some("own_event"))[0]?.attributes.name, "hand_raised");
    const spans = await some("span", 2);
    const [parent, child] = ["join", "token"].map(
      (name) => spans.find(({ attributes }) => attributes.name === name)?.fields,
    );
    assert.deepEqual([child?.parent, parent?.failed], [parent?.span, 1]);
    if (camera) assert.equal((await some("media_request"))[0]?.attributes.outcome, camera);
  });

  // Scenario: a page is left right after its last words.
  // Guarantees: they arrive, the segment is closed, the visible time told, the books balance.
  test(`${engine}: the page's end`, async (t) => {
    const { gateway, door, tab, some } = await world(t, { query: "&interval=60000" });
    await tab.evaluate(async () => {
      say("last words");
      fail();
      await new Promise((resolve) => setTimeout(resolve, 80));
    });
    await tab.goto("about:blank");
    const [segment] = await some("caption_segment");
    assert.equal(segment?.fields.words, 2);
    assert.equal((await some("caption"))[0]?.attributes.outcome, "painted");
    assert.equal((await some("error", 2)).length, 2);
    assert.equal((await some("visibility"))[0]?.attributes.state, "visible");
    const { items } = await gateway.settled();
    assert.equal(items.captured, items.journalled);
    assert.deepEqual(
      door.seen.filter(({ method }) => method === "OPTIONS"),
      [],
    );
  });

  // Scenario: a page is left and comes back whole.
  // Guarantees: another page view of the same session, with a first byte at 0 and the paint of its return.
  test(`${engine}: back from the back/forward cache`, async (t) => {
    const { gateway, tab: first, url, of, some } = await world(t);
    /** Leaves a page and comes back to it. @param {import("./drivers.mjs").Tab} tab */
    const comeBack = async (tab) => {
      await tab.evaluate(() => {
        hg.counter("first").add(1);
        addEventListener("pageshow", ({ persisted }) => Object.assign(window, { persisted }));
      });
      // Firefox keeps no page that waits for an answer just then.
      await pause(500);
      await tab.goto(`${gateway.url}/demo/left.html`);
      await tab.evaluate(() => void setTimeout(() => history.back()));
      // Nothing is asked of a page that is about to be another.
      await pause(1000);
      return tab.evaluate(() => /** @type {any} */ (window).persisted === true);
    };
    let tab = first;
    for (let tries = 1; !(await comeBack(tab)); tries++) {
      assert.ok(tries < 4, "the page never came back whole");
      tab = await driver.open();
      await tab.goto(url);
      await tab.evaluate(() => hg.flush());
    }
    await tab.evaluate(async () => {
      await new Promise((resolve) => setTimeout(resolve, 300));
      hg.counter("second").add(1);
      await hg.flush();
    });
    const counted = await some("own_counter", 2);
    const second = counted.find(({ attributes }) => attributes.name === "second");
    const before = counted.filter((item) => item.session === second?.session && item !== second);
    assert.equal(before.length, 1);
    assert.notEqual(before[0]?.page, second?.page);
    const restored = (await of("web_vital")).filter(({ attributes }) => attributes.navigation === "restored");
    const times = Object.fromEntries(
      restored.map(({ attributes, fields }) => [attributes.name, fields.time]),
    );
    assert.equal(times.TTFB, 0);
    assert.ok((times.FCP ?? 0) > 0, JSON.stringify(times));
    if (has(engine, "lcp")) assert.equal(times.LCP, times.FCP);
    else assert.equal(times.LCP, undefined, "no LCP where the engine has none");
    assert.equal((await of("view")).filter(({ attributes }) => attributes.reason === "restored").length, 1);
  });

  // Scenario: nobody answers; the page is left; another of the origin comes when somebody does.
  // Guarantees: what was kept arrives once, and is kept no longer.
  test(`${engine}: offline`, async (t) => {
    const { gateway, door, tab, url } = await world(t, { query: "&interval=300" });
    door.reachable(false);
    await tab.evaluate(() => hg.counter("offline").add(1));
    await until(() => tab.evaluate(async () => (await indexedDB.databases()).length > 0), "the store");
    await tab.evaluate(() => hg.flush());
    await pause(300);
    await tab.goto("about:blank");
    door.reachable(true);
    await tab.goto(url);
    await tab.evaluate(() => hg.flush());
    const arrived = async () => sample(await gateway.metrics(), 'offline_total{app="local"}');
    await until(async () => (await arrived()) > 0, "what was kept");
    await until(async () => (await tab.evaluate(stored)) === 0, "the store to be empty");
    assert.equal(await arrived(), 1);
  });

  // Scenario: consent is pending, denied, or comes.
  // Guarantees: nothing is sent or stored without it; with it what waited is told.
  test(`${engine}: consent`, async (t) => {
    const pending = `&options=${encodeURIComponent('{"consent":"pending"}')}`;
    const { door, tab, url, some } = await world(t, { query: pending, open: false });
    await tab.goto(url);
    await tab.evaluate(() => hg.counter("denied").add(1));
    await tab.evaluate(() => hg.consent("denied"));
    await tab.goto(url);
    await tab.evaluate(() => hg.counter("left").add(1));
    await tab.goto(url);
    await tab.evaluate(() => hg.counter("granted").add(1));
    await pause(1200);
    assert.deepEqual(door.seen, []);
    assert.deepEqual(
      await tab.evaluate(async () => [
        sessionStorage.length + localStorage.length,
        (await indexedDB.databases()).length,
      ]),
      [0, 0],
    );
    await tab.evaluate(async () => {
      hg.consent("granted");
      await hg.flush();
    });
    assert.deepEqual(named(await some("own_counter")), ["granted"]);
  });

  // Scenario: the SDK in a worker.
  // Guarantees: requests, spans and metrics are measured there; what has no paint is no caption.
  test(`${engine}: a worker`, async (t) => {
    const { tab, url, of, some } = await world(t, { open: false });
    await tab.goto(url.replace("delivery.html", "left.html"));
    const counts = await tab.evaluate(
      (/** @type {string} */ script) =>
        new Promise((resolve) => {
          new Worker(script, { type: "module" }).onmessage = ({ data }) => resolve(data);
        }),
      url.replace("delivery.html", "worker.js"),
    );
    assert.equal(counts.waiting, 0);
    for (const kind of ["own_counter", "span", "request"]) await some(kind);
    assert.deepEqual(await of("caption"), []);
  });

  // Scenario: a page under a service worker that passes everything on; the SDK is in that worker as well.
  // Guarantees: both deliver, in flight and at the page's end, without a preflight; no item twice.
  test(`${engine}: a service worker`, async (t) => {
    const { gateway, door, tab, url, some } = await world(t, { query: "&interval=60000" });
    await tab.evaluate(
      async (/** @type {string} */ script) => {
        const controlled = new Promise((resolve) => {
          navigator.serviceWorker.oncontrollerchange = resolve;
        });
        await navigator.serviceWorker.register(script);
        await controlled;
      },
      url.replace("delivery.html", "service.js"),
    );
    await tab.goto(url);
    const { passed, counts } = await tab.evaluate(async () => {
      hg.counter("under_a_worker").add(1);
      await hg.flush();
      const answered = new Promise((resolve) => {
        navigator.serviceWorker.onmessage = ({ data }) => resolve(data);
      });
      navigator.serviceWorker.controller?.postMessage("count");
      return answered;
    });
    assert.ok(passed > 5, `${passed} requests went through the worker`);
    assert.equal(counts.waiting, 0);
    await tab.evaluate(() => say("last words"));
    await pause(300);
    await tab.goto("about:blank");
    assert.equal((await some("caption"))[0]?.attributes.outcome, "painted");
    assert.deepEqual(named(await some("own_counter", 2)).sort(), ["served", "under_a_worker"]);
    assert.equal((await some("span"))[0]?.attributes.name, "serve");
    assert.deepEqual(
      door.seen.filter(({ method, headers }) => method === "OPTIONS" || headers.cookie),
      [],
    );
    const { items } = await gateway.settled();
    assert.equal(items.captured, items.journalled);
  });

  // Scenario: two tabs of one origin while nobody answers; both are left, and come back at the same time when somebody does.
  // Guarantees: a session and a view each, on one store; each kept batch is sent once, and counted once.
  test(`${engine}: several tabs`, async (t) => {
    const { gateway, door, tab, url, some } = await world(t, { query: "&interval=300" });
    const other = await driver.open();
    t.after(() => other.close());
    await other.goto(url);
    await other.evaluate(() => hg.flush());
    const both = [tab, other];
    door.reachable(false);
    for (const one of both) {
      await one.evaluate(() => {
        hg.counter("tabs").add(1);
        return hg.flush();
      });
    }
    for (const one of both) await one.goto("about:blank");
    // The pages' last tries have failed by then, whatever the browser makes of a connection that was cut.
    await pause(1000);
    door.reachable(true);
    const before = door.batches().length;
    await Promise.all(both.map((one) => one.goto(url)));
    await Promise.all(both.map((one) => one.evaluate(() => hg.flush())));
    const counted = await some("own_counter", 2);
    assert.equal(new Set(counted.map(({ session }) => session)).size, 2);
    assert.equal(new Set(counted.map(({ page }) => page)).size, 2);
    await until(async () => (await tab.evaluate(stored)) === 0, "the store to be empty");
    const sent = door
      .batches()
      .slice(before)
      .map(({ text }) => text);
    assert.equal(sent.length, new Set(sent).size, "a batch was sent twice");
    assert.equal(sample(await gateway.metrics(), 'tabs_total{app="local"}'), 2);
  });

  // Scenario: a call of the page with itself; of two voices one ends; the other is silent, says one caption's words, and goes on
  // for ten seconds before the next caption.
  // Guarantees: figures in their bounds, though counters fall; the gap and the lag are what the page heard itself, whether the
  // engine counts from 1900 or from 1970. Without RTCPeerConnection nothing is told of calls, and all else is.
  test(`${engine}: a captioned call`, async (t) => {
    const { tab, of, some } = await world(t, { file: "calls.html" });
    if (!has(engine, "calls")) {
      const types = await tab.evaluate(async () => {
        hg.counter("without_calls").add(1);
        await hg.flush();
        return [typeof RTCPeerConnection];
      });
      assert.deepEqual(types, ["undefined"]);
      await some("own_counter");
      for (const kind of ["webrtc_inbound", "webrtc_outbound", "audio_window", "call_event", "caption_gap"])
        assert.deepEqual(await of(kind), [], kind);
      told("calls", (await of("webrtc_connection"))[0]);
      told("playout", undefined);
      return;
    }
    const own = await tab.evaluate(async () => {
      const wait = (/** @type {number} */ ms) => new Promise((resolve) => setTimeout(resolve, ms));
      const paragraph = document.createElement("p");
      document.body.append(paragraph);
      const line = hg.caption({ segment: "s", language: "en" });
      const show = (/** @type {string} */ text, spokenAt = Number.NaN) => {
        line.update(text, { emittedAt: now(), spokenAt });
        paragraph.textContent = text;
        return new Promise((resolve) => requestAnimationFrame(() => setTimeout(() => resolve(now()))));
      };
      const { one, other } = pair();
      play(other);
      // Without a sound card Firefox runs no AudioContext: there the browser's own false microphone speaks.
      const [microphone] =
        context.state === "running"
          ? [tone().track]
          : (await navigator.mediaDevices.getUserMedia({ audio: true })).getAudioTracks();
      const voice = /** @type {MediaStreamTrack} */ (microphone);
      voice.enabled = false;
      // Only sound that belongs to a picture has playout times.
      const stream = new MediaStream([voice, picture().track]);
      for (const track of stream.getTracks()) one.addTrack(track, stream);
      const second = tone(0.05).track;
      const sender = one.addTrack(second);
      await negotiate(one, other);
      await connected(one, other);
      await wait(4500);
      // One voice ends: Firefox's counters fall then.
      second.stop();
      one
        .getTransceivers()
        .find((each) => each.sender === sender)
        ?.stop();
      await negotiate(one, other);
      await wait(5000);
      await show("ready");
      await wait(500);
      /** When the page heard the voice first, by its own ears. */
      let heardFirst = 0;
      const [receiver] = other.getReceivers().filter(({ track }) => track.kind === "audio");
      const listening = setInterval(() => {
        const [source] = receiver?.getSynchronizationSources() ?? [];
        if ((source?.audioLevel ?? 0) > 0.002) heardFirst ||= now();
      }, 4);
      // Speech: words of 300 ms with pauses between.
      const spoken = now();
      const end = spoken + 10_000;
      for (; now() < end; await wait(100)) {
        voice.enabled = true;
        await wait(300);
        voice.enabled = false;
      }
      clearInterval(listening);
      const painted = await show("ready or not", spoken);
      await wait(500);
      await hg.flush();
      return { spoken, heardFirst, painted };
    });
    assert.ok(own.heardFirst > own.spoken - 100 && own.heardFirst < own.spoken + 2000, JSON.stringify(own));
    const connections = await some("webrtc_connection", 2);
    told("calls", connections[0]);
    for (const { attributes, fields } of connections) {
      assert.deepEqual([attributes.outcome, attributes.path_type], ["connected", "host"]);
      const { setup = 0, signalling = 0, ice = 0, dtls = 0 } = fields;
      assert.ok(setup > 0 && Math.abs(signalling + ice + dtls - setup) < 1, JSON.stringify(fields));
    }
    const polls = await some("webrtc_inbound", 6);
    for (const { fields } of polls) {
      for (const name of ["loss", "concealment"])
        assert.ok(!(fields[name] < 0 || fields[name] > 1), `${name} ${fields[name]}`);
      assert.ok((fields.bitrate ?? 0) >= 0 && (fields.bitrate ?? 0) < 300_000, `${fields.bitrate} bit/s`);
      assert.ok(
        !((fields.jitter_buffer ?? 0) < 0 || (fields.jitter_buffer ?? 0) > 2000),
        `${fields.jitter_buffer} ms`,
      );
      assert.ok(fields.rtt === undefined || (fields.rtt >= 0 && fields.rtt < 1000), `${fields.rtt} ms`);
    }
    assert.ok(
      polls.some(({ fields }) => (fields.jitter_buffer ?? 0) > 0),
      "the jitter buffer",
    );
    told("playout", polls.find(({ fields }) => fields.playout !== undefined)?.fields.playout);
    const [window] = await some("audio_window");
    assert.ok((window?.fields.score ?? 0) > 0.5, JSON.stringify(window?.fields));
    const [gap] = await some("caption_gap");
    // A poll of each two seconds tells of speech.
    const truth = own.painted - own.heardFirst;
    const duration = gap?.fields.duration ?? Number.NaN;
    assert.ok(duration <= truth + 500 && duration >= truth - 3200, `a gap of ${duration} beside ${truth} ms`);
    const caption = (await some("caption", 2)).find(({ fields }) => fields.lag !== undefined);
    // Under load an answer of getStats is old by some tenths of a second.
    near(caption?.fields.lag ?? Number.NaN, truth, 600, "the lag");
    t.diagnostic(
      `gap ${duration} beside ${truth.toFixed(1)}, lag ${caption?.fields.lag} beside ${truth.toFixed(1)}`,
    );
  });

  test(`${engine}: every line of the table was asserted`, () => {
    assert.deepEqual([...asserted].sort(), Object.keys(TABLE).sort());
  });
}

/** Scenario: the same two mistakes were made in every engine. Guarantees: two groups, each with one name. */
export function sameGroups() {
  const [first, ...others] = [...groups];
  assert.ok(others.length > 0, "errors of one engine only");
  for (const [engine, ids] of others) assert.deepEqual(ids, first?.[1], `${engine} beside ${first?.[0]}`);
}

/** Batches in this origin's store. Runs in the page. */
const stored = () =>
  new Promise((resolve) => {
    const request = indexedDB.open("honeyguide");
    request.onsuccess = () => {
      const all = request.result.transaction("honeyguide").objectStore("honeyguide").getAll();
      all.onsuccess = () => resolve(all.result.length);
    };
  });

/** All that was sent, as it was. @param {Awaited<ReturnType<typeof openDoor>>} door */
const texts = (door) =>
  door
    .batches()
    .map(({ text }) => text)
    .join();

const WORDS = /** @type {[language: string, text: string, expected: string[]][]} */ ([
  ["en", "Hello, world.", ["hello", "world"]],
  ["en", "I wanted to go — 3.5 miles!", ["i", "wanted", "to", "go", "3.5", "miles"]],
  ["en", "don't stop", ["don't", "stop"]],
  ["en", "… !?", []],
  ["en", "", []],
  ["de", "Ärger İm Zug", ["ärger", "i̇m", "zug"]],
  ["de", "A\u0308rger", ["ärger"]],
  ["zh", "我们今天去北京", ["我", "们", "今", "天", "去", "北", "京"]],
  ["zh", "研究生命", ["研", "究", "生", "命"]],
  ["ja", "明日、港へ行く", ["明", "日", "港", "へ", "行", "く"]],
  ["ko", "안녕하세요 여러분", ["안녕하세요", "여러분"]],
  ["ar", "مرحبا بالعالم", ["مرحبا", "بالعالم"]],
  ["not a language tag!", "still words", ["still", "words"]],
]);

/** @param {number} ours @param {number} theirs @param {number} tolerance @param {string} what */
function near(ours, theirs, tolerance, what) {
  assert.ok(Math.abs(ours - theirs) <= tolerance, `${what}: ${ours} beside ${theirs}`);
}
