// @ts-check
/** Calls of a page with itself: what becomes of them, in the gateway's items. What this does not prove: other engines, other networks. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { chromium } from "playwright-core";
import { until } from "./page.mjs";
import { launch, startGateway } from "./support.mjs";

/** @typedef {{ kind: string, page_time: number, attributes: Record<string, string>, fields: Record<string, number> }} Item */

/**
 * The page of calls with the real gateway behind it.
 * @param {import("node:test").TestContext} t
 * @param {{ late?: number, start?: () => Promise<import("playwright-core").Browser> }} [options]
 */
async function openCalls(t, { late = 0, start = launch } = {}) {
  const gateway = await startGateway();
  const browser = await start();
  /** @type {string[]} */
  const faults = [];
  t.after(async () => {
    await browser.close();
    await gateway.stop();
    assert.deepEqual(faults, [], "nothing was thrown into the page");
  });
  const page = await browser.newPage();
  page.on("pageerror", (fault) => faults.push(String(fault)));
  if (late > 0) {
    await page.route(/lazy-.*\.js/, async (route) => {
      await pause(late);
      await route.continue();
    });
  }
  await page.goto(`${gateway.url}/demo/calls.html`);
  await page.waitForFunction(() => "hg" in window);
  if (late === 0) await page.evaluate(() => hg.flush());
  /** @returns {Promise<Item[]>} */
  const items = async (/** @type {string} */ kind) =>
    (await gateway.items()).filter((item) => item.kind === kind);
  /** Until so many of a kind are there. */
  const some = async (
    /** @type {string} */ kind,
    count = 1,
    /** @type {(item: Item) => boolean} */ which = () => true,
  ) => {
    await until(async () => (await items(kind)).filter(which).length >= count, `${count} ${kind}`, 20_000);
    return (await items(kind)).filter(which);
  };
  return { gateway, page, items, some };
}

const event = (/** @type {string} */ name) => (/** @type {Item} */ item) => item.attributes.event === name;

/** @param {number | undefined} ours @param {number} theirs @param {number} tolerance @param {string} what */
function near(ours, theirs, tolerance, what) {
  assert.ok(Math.abs((ours ?? Number.NaN) - theirs) <= tolerance, `${what}: ${ours} beside ${theirs}`);
}

// Scenario: a call with sound and a picture is set up before the lazy part has come; the page notes its steps itself.
// Guarantees: the phases are those steps and sum to the whole; the first media are told once a track, when the page saw them.
test("a call is timed step by step, to its first media", async (t) => {
  const { page, some, items } = await openCalls(t, { late: 2500 });
  const own = await page.evaluate(async () => {
    const { one, other, made } = pair();
    const first = play(other);
    const steps = { described: 0, found: 0 };
    one.addEventListener("signalingstatechange", () => {
      if (one.signalingState === "stable") steps.described ||= now();
    });
    one.addEventListener("iceconnectionstatechange", () => {
      if (one.iceConnectionState === "connected") steps.found ||= now();
    });
    one.addTrack(tone().track);
    one.addTrack(picture().track);
    await negotiate(one, other);
    const secured = await connected(one, other);
    await new Promise((resolve) => setTimeout(resolve, 3000));
    return { made, ...steps, secured, first };
  });
  const calls = await some("webrtc_connection", 2, ({ attributes }) => attributes.outcome === "connected");
  const row = calls.find(({ fields }) => fields.connection === 1);
  const { setup = 0, signalling = 0, ice = 0, dtls = 0 } = row?.fields ?? {};
  near(signalling, own.described - own.made, 5, "signalling");
  near(ice, own.found - own.described, 5, "ice");
  near(setup, own.secured - own.made, 10, "setup");
  near(signalling + ice + dtls, setup, 0.3, "the sum of the phases");
  assert.equal(row?.attributes.path_type, "host");

  const media = await some("call_event", 2, event("first_media"));
  const video = media.find(({ attributes }) => attributes.media === "video");
  near(video?.page_time, own.first.video ?? 0, 150, "first frame");
  for (const { fields, page_time } of media) {
    assert.equal(fields.connection, 2);
    near(page_time - (fields.duration ?? 0), own.secured, 20, "from connected, the later of the two");
  }
  await pause(4000);
  assert.equal((await items("call_event")).filter(event("first_media")).length, 2, "told once");
});

// Scenario: ICE is restarted; then the connection's state goes to disconnected and back.
// Guarantees: the restart and the other path are told on both ends; the break has its length, and figures begin anew after it.
test("restarts, other paths and breaks are told", async (t) => {
  const { page, some, items } = await openCalls(t);
  await page.evaluate(async () => {
    const { one, other } = pair();
    one.addTrack(tone().track);
    await negotiate(one, other);
    await connected(one, other);
    Object.assign(window, { one, other });
  });
  await some("webrtc_inbound", 1);
  // In the first seconds Chromium may move to another pair by itself.
  const own = (await items("call_event")).filter(event("path_change")).length;
  assert.deepEqual((await items("call_event")).filter(event("ice_restart")), []);
  await page.evaluate(async () => {
    one.restartIce();
    await negotiate(one, other);
  });
  const restarts = await some("call_event", 2, event("ice_restart"));
  assert.deepEqual(new Set(restarts.map(({ fields }) => fields.connection)), new Set([1, 2]));
  const paths = await some("call_event", own + 2, event("path_change"));
  assert.equal(paths[0]?.attributes.path_type, "host");

  const before = await some("webrtc_inbound", 3);
  await page.evaluate(async () => {
    const states = ["disconnected", "connected"];
    for (const state of states) {
      Object.defineProperty(other, "connectionState", { value: state, configurable: true });
      other.dispatchEvent(new Event("connectionstatechange"));
      await new Promise((resolve) => setTimeout(resolve, 700));
    }
  });
  const [lost] = await some("call_event", 1, event("interrupted"));
  const [found] = await some("call_event", 1, event("recovered"));
  near(found?.fields.duration, 700, 100, "the break");
  near(
    (found?.page_time ?? 0) - (lost?.page_time ?? 0),
    found?.fields.duration ?? 0,
    0.3,
    "from the one to the other",
  );
  // The first poll after it is a baseline: one poll is missing.
  const rows = await some("webrtc_inbound", before.length + 2);
  const gaps = rows.slice(1).map(({ page_time }, index) => page_time - (rows[index]?.page_time ?? 0));
  assert.equal(gaps.filter((gap) => gap > 3500).length, 1, `${gaps}`);
  assert.equal((await items("webrtc_connection")).length, 2, "set up once");
});

// Scenario: a picture is sent in three layers.
// Guarantees: each layer has its rows, with its height, its frames, and what held it down.
test("simulcast is told by layer", async (t) => {
  const { page, some } = await openCalls(t);
  await page.evaluate(async () => {
    const { one, other } = pair();
    play(other);
    const rids = ["q", "h", "f"];
    one.addTransceiver(picture(960, 576).track, {
      direction: "sendonly",
      sendEncodings: rids.map((rid, index) => ({ rid, scaleResolutionDownBy: 2 ** (2 - index) })),
    });
    // A peer takes one layer; a media server takes all, and says so.
    await negotiate(one, other, (sdp) => {
      const offered =
        one.localDescription?.sdp.match(/a=extmap:\S+ \S+sdes:(repaired-)?rtp-stream-id\r\n/g) ?? [];
      const missing = offered.filter((line) => !sdp.includes(line));
      return `${sdp}${missing.join("")}${rids.map((rid) => `a=rid:${rid} recv\r\n`).join("")}a=simulcast:recv ${rids.join(";")}\r\n`;
    });
    await connected(one, other);
  });
  const heights = { q: 144, h: 288, f: 576 };
  for (const [layer, height] of Object.entries(heights)) {
    const [row] = await some(
      "webrtc_outbound",
      1,
      // A layer may pause for want of bandwidth, or of a processor.
      ({ attributes, fields }) =>
        attributes.layer === layer && fields.frame_height === height && (fields.frame_rate ?? 0) > 2,
    );
    const fields = row?.fields ?? {};
    for (const name of ["limited_cpu", "limited_bandwidth", "retransmitted"]) {
      const share = fields[name] ?? Number.NaN;
      assert.ok(share >= 0 && share <= 1, `${layer} ${name} ${share}`);
    }
  }
  const rows = await some("webrtc_outbound", 3);
  assert.equal(new Set(rows.map(({ fields }) => fields.track)).size, 3);
});

// Scenario: a shown picture and a shown screen stand still; the screen is known by what its sender said of it.
// Guarantees: the picture has stalled, the screen has not; while both moved neither had.
test("a picture that stands still has stalled, a screen has not", async (t) => {
  const { page, some } = await openCalls(t);
  await page.evaluate(async () => {
    const { one, other } = pair();
    play(other);
    const [camera, screen] = [picture(320, 240), picture(640, 480)];
    screen.track.contentHint = "detail";
    one.addTrack(camera.track);
    one.addTrack(screen.track);
    await negotiate(one, other);
    await connected(one, other);
    Object.assign(window, { camera, screen: screen });
    globalThis.shared = screen;
  });
  const of = (/** @type {number} */ height) => (/** @type {Item} */ item) =>
    item.fields.frame_height === height;
  await some("webrtc_inbound", 2, of(240));
  const moving = await some("webrtc_inbound", 2, of(480));
  const until = Math.max(...moving.map(({ page_time }) => page_time));
  await page.evaluate(() => {
    camera.still = true;
    shared.still = true;
  });
  const stalled = (/** @type {Item} */ item) => item.fields.stalled === 1;
  const rows = await some("webrtc_inbound", 2, (item) => of(240)(item) && stalled(item));
  for (const row of rows) assert.ok(row.page_time > until, "not while it moved");
  assert.deepEqual((await some("webrtc_inbound", 4, of(480))).filter(stalled), []);
});

// Scenario: camera and microphone are asked for and refused, then granted; nonsense is asked for, of a screen too.
// Guarantees: each is an item with its outcome; the app has its stream, or the browser's own error, or an unhandled rejection.
test("requests for media are told, and stay the app's", async (t) => {
  const start = () =>
    chromium.launch({
      executablePath: process.env.HONEYGUIDE_CHROMIUM ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-gpu",
        "--use-fake-device-for-media-stream",
        "--deny-permission-prompts",
      ],
    });
  const { gateway, page, some } = await openCalls(t, { start });
  const seen = await page.evaluate(async () => {
    const { mediaDevices } = navigator;
    const ask = (/** @type {MediaStreamConstraints | undefined} */ what) =>
      mediaDevices.getUserMedia(what).then(
        (stream) => stream instanceof MediaStream && stream.getTracks().length,
        (fault) => `${fault instanceof DOMException} ${fault.name}`,
      );
    const denied = await ask({ audio: true });
    const wrong = await ask(undefined);
    const display = await mediaDevices.getDisplayMedia({ video: false }).catch((fault) => fault.name);
    const unhandled = new Promise((resolve) => {
      addEventListener("unhandledrejection", (event) => {
        event.preventDefault();
        resolve(event.reason.name);
      });
    });
    void mediaDevices.getUserMedia({ video: true });
    const elsewhere = await mediaDevices.getUserMedia
      .call(/** @type {any} */ ({}), {})
      .catch((fault) => fault.name);
    const { name, length } = mediaDevices.getUserMedia;
    return { denied, wrong, display, unhandled: await unhandled, elsewhere, name, length };
  });
  assert.equal(seen.denied, "true NotAllowedError");
  assert.equal(seen.wrong, "false TypeError");
  assert.equal(seen.unhandled, "NotAllowedError");
  assert.equal(seen.elsewhere, "TypeError");
  assert.deepEqual([seen.name, seen.length], ["getUserMedia", 0]);
  await page.context().grantPermissions(["camera", "microphone"], { origin: gateway.url });
  const tracks = await page.evaluate(async () =>
    (await navigator.mediaDevices.getUserMedia({ audio: true, video: true }))
      .getTracks()
      .map(({ kind }) => kind),
  );
  assert.deepEqual(tracks.sort(), ["audio", "video"]);
  const rows = await some("media_request", 6);
  assert.deepEqual(
    rows.map(({ attributes: { media = "", outcome } }) => `${media} ${outcome}`).sort(),
    [
      " TypeError",
      " TypeError",
      "audio NotAllowedError",
      "audio+video ok",
      "display TypeError",
      "video NotAllowedError",
    ].sort(),
  );
  for (const { fields } of rows) assert.ok((fields.duration ?? -1) >= 0);
});

// Scenario: getStats rejects, throws, hands over nonsense, says the same again, falls back; a track ends and stays listed, as in Firefox.
// Guarantees: nothing reaches the page, no figure is negative, every item is counted; the track that ended has no more rows.
test("whatever getStats says", async (t) => {
  const { gateway, page, items, some } = await openCalls(t);
  await page.evaluate(async () => {
    const { one, other } = pair();
    const sound = tone();
    one.addTrack(sound.track);
    one.addTrack(picture().track);
    await negotiate(one, other);
    await connected(one, other);
    const native = RTCPeerConnection.prototype.getStats;
    const copy = async () => [...(await native.call(other)).values()].map((entry) => ({ ...entry }));
    const same = await copy();
    const map = (/** @type {any[]} */ entries) => new Map(entries.map((entry) => [entry.id, entry]));
    const fallen = (/** @type {any} */ entry) => ({
      ...entry,
      packetsReceived: 1,
      bytesReceived: 1,
      packetsLost: -90,
    });
    const nonsense = [
      { id: "1", type: "inbound-rtp", kind: {}, codecId: "1" },
      null,
      7,
      { type: "outbound-rtp", ssrc: "x" },
    ];
    let turn = 0;
    const ways = [
      () => Promise.reject(new Error("no statistics")),
      () => {
        throw new Error("not even a promise");
      },
      async () => map(same),
      async () => map((await copy()).map(fallen)),
      async () => map(await copy()),
      async () => new Map(nonsense.map((entry, index) => [index, entry])),
      async () => map(await copy()),
    ];
    other.getStats = () => ways[turn++ % ways.length]();
    Object.assign(window, { other, turns: () => turn, listed: copy, map });
  });
  await until(() => page.evaluate(() => turns() >= 7), "every way", 30_000);
  // From here on the sound has ended and is listed all the same.
  const ended = await page.evaluate(async () => {
    const old = await listed();
    const audio = old.find(({ type, kind }) => type === "inbound-rtp" && kind === "audio");
    let more = 0;
    other.getStats = async () => {
      more += 2000;
      const moved = {
        ...audio,
        timestamp: audio.timestamp + more,
        packetsReceived: audio.packetsReceived + more,
      };
      return map([...(await listed()).filter(({ id }) => id !== audio.id), moved]);
    };
    other
      .getTransceivers()
      .find(({ receiver }) => receiver.track.kind === "audio")
      ?.stop();
    return now();
  });
  await some(
    "webrtc_inbound",
    2,
    (item) => item.attributes.media === "video" && item.page_time > ended + 500,
  );
  const late = (await items("webrtc_inbound")).filter((item) => item.page_time > ended + 500);
  assert.deepEqual(
    late.filter(({ attributes }) => attributes.media === "audio"),
    [],
  );
  for (const kind of ["webrtc_inbound", "webrtc_outbound", "call_event", "audio_window"]) {
    for (const { fields } of await items(kind)) {
      for (const [name, value] of Object.entries(fields)) assert.ok(value >= 0, `${kind} ${name} ${value}`);
    }
  }
  await page.evaluate(() => hg.flush());
  const counts = await page.evaluate(() => hg.counts());
  assert.equal(counts.captured, counts.delivered + counts.dropped + counts.waiting);
  const { items: all } = await gateway.get("/api/v1/outcomes");
  assert.equal(all.journalled, (await gateway.items()).length);
});

// Scenario: a call is closed and another one opened; one that never was connected is closed, too.
// Guarantees: the closed one has no more rows, the new one has its own numbers, the third was given up.
test("a call closed and opened again is another call", async (t) => {
  const { page, some, items } = await openCalls(t);
  const call = () =>
    page.evaluate(async () => {
      const { one, other } = pair();
      one.addTrack(tone().track);
      await negotiate(one, other);
      await connected(one, other);
      Object.assign(window, { one, other });
    });
  await call();
  await some("webrtc_inbound", 1);
  const closed = await page.evaluate(() => {
    one.close();
    other.close();
    return now();
  });
  await call();
  await page.evaluate(async () => {
    const { one, other } = pair();
    one.addTrack(tone().track);
    await one.setLocalDescription();
    one.close();
    other.close();
  });
  const rows = await some("webrtc_inbound", 2, ({ fields }) => fields.connection === 4);
  const [first] = await items("webrtc_inbound");
  assert.notEqual(rows[0]?.fields.track, first?.fields.track);
  for (const { fields, page_time } of await items("webrtc_inbound")) {
    if (page_time > closed + 100) assert.equal(fields.connection, 4);
  }
  const [abandoned] = await some(
    "webrtc_connection",
    1,
    ({ attributes }) => attributes.outcome === "abandoned",
  );
  assert.equal(abandoned?.fields.connection, 5);
  assert.equal((await items("webrtc_connection")).length, 5, "what never negotiated was no call");
});

// Scenario: two connections of one page carry sound; in one page they are seen, in another hidden, in a third their tracks have ended.
// Guarantees: getStats is asked every 2 s, or about every 10 s where nobody sees or hears; both connections together, by one timer,
// and each once a poll.
test("how often getStats is asked", async (t) => {
  /** @type {Record<string, (page: import("playwright-core").Page) => Promise<unknown>>} */
  const ways = {
    seen: async () => {},
    hidden: (page) =>
      page.evaluate(() => {
        Object.defineProperty(document, "visibilityState", { value: "hidden" });
        document.dispatchEvent(new Event("visibilitychange"));
      }),
    idle: (page) => page.evaluate(() => sound.stop()),
  };
  const { page: first } = await openCalls(t);
  const newPage = async () => {
    const context = await first.context().browser()?.newContext();
    return /** @type {import("playwright-core").Page} */ (await context?.newPage());
  };
  const asked = async (/** @type {(page: import("playwright-core").Page) => Promise<unknown>} */ turn) => {
    const page = await newPage();
    await page.addInitScript(() => {
      const native = setInterval;
      Object.assign(window, { intervals: 0, calls: [] });
      Object.assign(window, {
        setInterval: (/** @type {Parameters<typeof native>} */ ...given) => {
          intervals++;
          return native(...given);
        },
      });
      const { getStats } = RTCPeerConnection.prototype;
      RTCPeerConnection.prototype.getStats = function () {
        calls.push({ end: this, at: performance.now() });
        return getStats.call(this);
      };
    });
    await page.goto(first.url());
    await page.evaluate(() => hg.flush());
    await page.evaluate(async () => {
      const { one, other } = pair();
      const sound = tone().track;
      one.addTrack(sound);
      await negotiate(one, other);
      await connected(one, other);
      const received = [one, other].flatMap((end) => end.getReceivers().map(({ track }) => track));
      const stop = () => {
        for (const track of [sound, ...received]) track.stop();
      };
      Object.assign(window, { ends: [one, other], sound: { stop } });
    });
    await turn(page);
    // The path of each was asked for, too, and one poll may be under way.
    await pause(1500);
    await page.evaluate(() => {
      calls.length = 0;
    });
    await pause(24_000);
    const told = await page.evaluate(() => ({
      intervals,
      polls: ends.map((end) => calls.filter((call) => call.end === end).map(({ at }) => at)),
    }));
    await page.close();
    return told;
  };
  const every = { seen: [1500, 2900], hidden: [9500, 11_500], idle: [9500, 11_500] };
  const told = await Promise.all(Object.values(ways).map(asked));
  for (const [index, [name, [least = 0, most = 0]]] of Object.entries(every).entries()) {
    const { intervals, polls: [one = [], other = []] = [] } = told[index] ?? {};
    const text = `${name}: ${one.map(Math.round)} | ${other.map(Math.round)}`;
    t.diagnostic(text);
    assert.ok(one.length >= Math.floor(24_000 / most), text);
    assert.equal(one.length, other.length, text);
    for (const [poll, at] of one.entries()) {
      near(other[poll], at, 100, `both together, ${text}`);
      if (poll === 0) continue;
      const gap = at - (one[poll - 1] ?? 0);
      assert.ok(gap >= least && gap <= most, `${gap} ms, ${text}`);
    }
    assert.equal(intervals, 1, "one timer");
  }
});

// Scenario: what polls found of received sound, by Chromium's way of counting time and by Firefox's.
// Guarantees: the loudest track tells when a word was heard and whether anybody speaks; without it neither is claimed.
test("when a word was heard", async (t) => {
  const { page } = await openCalls(t);
  const said = await page.evaluate(() => {
    const told = (/** @type {Parameters<typeof heard.hear>[0]} */ tracks) => {
      const { lag, speaking } = heard.hear(tracks);
      return [1000 + lag, speaking];
    };
    return {
      ntp: told([{ at: 5300, loudness: 0.01, playout: 2_208_988_800_000 + 5000 }]),
      unix: told([
        { at: 5300, loudness: 0.00009, playout: 5000 },
        { at: 5300, loudness: 0, playout: 1 },
      ]),
      loudestUnknown: told([
        { at: 5300, loudness: 0, playout: 5000 },
        { at: 5300, loudness: 0.3, playout: undefined },
      ]),
      nothing: told([]),
    };
  });
  assert.deepEqual(said, {
    ntp: [1300, true],
    unix: [1300, false],
    loudestUnknown: [1300, true],
    nothing: [Number.NaN, false],
  });
});
