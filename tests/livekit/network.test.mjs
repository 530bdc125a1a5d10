// @ts-check
/**
 * A call over a network made bad, packet by packet: what getStats really says then, and what must not be made of it.
 * What this does not prove: browsers other than Chromium.
 */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { until } from "../page.mjs";
import { events, openCall } from "./call.mjs";

// Scenario: one page speaks with LiveKit's default audio (RED), another listens and watches. In turn: a perfect network, a tenth of
// the packets lost, nothing at all for six seconds, a full reconnection, and at last the speaker takes its tracks away.
// Guarantees: each trouble shows in its own figure and in no other.
test("RED, loss, a blackout, a reconnection, an unpublished track", async (t) => {
  const call = await openCall(t);
  const speaker = await call.page("speaker");
  const viewer = await call.page("viewer");
  const { page } = viewer;
  await viewer.join();
  await speaker.join({ publish: true });
  const clock = () => page.evaluate(() => performance.timeOrigin + performance.now());
  /** What happens until something is over; the times between which polls saw nothing else. @param {() => Promise<unknown>} work */
  const phase = async (work, settle = 2500) => {
    await pause(settle);
    const from = await clock();
    await work();
    return { from, to: await clock() };
  };
  const freezes = () =>
    page.evaluate(async () => {
      const track = [...rooms[0].remoteParticipants.values()][0].getTrackPublication("camera").track;
      for (const entry of (await track.getRTCStatsReport()).values())
        if (entry.type === "inbound-rtp") return entry.freezeCount;
    });

  const perfect = await phase(() => pause(12_000), 4000);
  call.relay.network.loss = 0.1;
  const lossy = await phase(() => pause(8000));
  call.relay.network.loss = 0;
  const before = await freezes();
  call.relay.network.cut = true;
  const dark = await phase(() => pause(3500));
  const after = await freezes();
  call.relay.network.cut = false;
  await until(() => page.evaluate(() => rooms[0].state === "connected"), "the room's recovery", 20_000);
  await pause(3000);
  // The signalling only, then everything.
  for (const scenario of ["signal-reconnect", "full-reconnect"]) {
    await page.evaluate((scenario) => rooms[0].simulateScenario(scenario), scenario);
    await until(() => page.evaluate(() => rooms[0].state !== "connected"), `${scenario}'s begin`);
    await until(() => page.evaluate(() => rooms[0].state === "connected"), `${scenario}'s end`, 20_000);
  }
  const again = await phase(() => pause(5000));
  await speaker.page.evaluate(async () => {
    for (const { track } of [...rooms[0].localParticipant.trackPublications.values()])
      await rooms[0].localParticipant.unpublishTrack(track);
  });
  const ended = await phase(() => pause(6000), 300);

  const items = await call.items(speaker.page, page);
  /** The viewer's rows: the speaker subscribes to nothing. */
  const rows = (/** @type {{ from: number, to: number }} */ { from, to }, media = "audio") =>
    items.filter(
      ({ kind, attributes, page_time }) =>
        kind === "webrtc_inbound" && attributes.media === media && page_time > from && page_time <= to,
    );
  const mean = (/** @type {any[]} */ rows, /** @type {string} */ name) =>
    rows.reduce((sum, { fields }) => sum + (fields[name] ?? 0), 0) / rows.length;
  for (const [name, span] of Object.entries({ perfect, lossy, dark, again, ended })) {
    for (const media of ["audio", "video"]) {
      const found = rows(span, media);
      const figures = [
        "loss",
        "discard",
        "concealment",
        "freeze",
        "stalled",
        "jitter_buffer",
        "rtt",
        "bitrate",
      ];
      t.diagnostic(
        `${name} ${media}: ${found.length} polls, ${figures.map((one) => `${one} ${mean(found, one).toFixed(3)}`).join(", ")}`,
      );
    }
  }
  const windows = (/** @type {{ from: number, to: number }} */ { from, to }) =>
    items.filter(({ kind, page_time }) => kind === "audio_window" && page_time > from && page_time <= to);

  await t.test("the time to a track's first picture, beside the page's own record", async () => {
    const of = (/** @type {string} */ name) =>
      events(items, name).find(
        ({ attributes }) => attributes.media === "video" && attributes.role === "remote",
      );
    const [frame] = await page.evaluate(() => own.frames);
    const { duration: subscription } = of("track_subscribed").fields;
    const { duration: media } = of("track_media").fields;
    t.diagnostic(
      `subscribed ${subscription} ms after its publication; first picture ${media} ms later, shown after ${frame} ms`,
    );
    assert.ok(subscription > 0 && subscription < 3000);
    assert.ok(Math.abs(media - frame) < 250);
  });
  await t.test("RED: about every packet discarded, and nothing wrong", () => {
    const polls = rows(perfect);
    assert.ok(polls.length >= 4);
    assert.ok(mean(polls, "discard") > 0.5, `discard ${mean(polls, "discard")}`);
    assert.ok(mean(polls, "loss") === 0 && mean(polls, "concealment") < 0.05 && mean(polls, "stalled") === 0);
    // What counts as lost is what was concealed. (The delay, and with it the score, is also that of a machine busy with other work.)
    for (const { fields } of windows(perfect)) {
      t.diagnostic(`audio quality ${fields.score.toFixed(3)} with ${fields.delay} ms of delay`);
      assert.ok((fields.loss ?? 0) < 0.05, `loss ${fields.loss}`);
      assert.ok(fields.score >= 0.85 || fields.delay > 150, `score ${fields.score}`);
    }
  });
  await t.test("loss: seen as loss; RED repairs it", () => {
    const polls = rows(lossy);
    const loss = mean(polls, "loss");
    assert.ok(loss > 0.04 && loss < 0.17, `loss ${loss}`);
    assert.ok(mean(polls, "concealment") < 0.06, `concealment ${mean(polls, "concealment")}`);
    assert.equal(mean(polls, "stalled"), 0);
  });
  await t.test("blackout: stalled, though freezeCount does not move", () => {
    assert.equal(after, before);
    for (const media of ["audio", "video"]) {
      const polls = rows(dark, media);
      assert.ok(polls.length >= 1 && mean(polls, "stalled") === 1, `${media} ${JSON.stringify(polls)}`);
    }
  });
  await t.test("reconnection: told with its length, and no figure but a plausible one", () => {
    const told = items.filter(
      ({ kind, attributes, page_time }) =>
        kind === "call_event" && /resuming|reconnect/.test(attributes.event) && page_time > dark.to,
    );
    for (const { attributes, fields } of told) t.diagnostic(`${attributes.event} ${fields.duration} ms`);
    assert.deepEqual(
      told.map(({ attributes }) => attributes.event),
      ["resuming", "reconnected", "reconnecting", "reconnected"],
    );
    for (const { attributes, fields } of told)
      assert.ok(attributes.event !== "reconnected" || (fields.duration > 0 && fields.duration < 20_000));
    const connections = new Set(rows(perfect).map(({ fields }) => fields.connection));
    assert.ok(rows(again).length >= 1);
    for (const { fields } of rows(again))
      assert.ok(!connections.has(fields.connection), "a connection of its own");
    for (const { kind, fields } of items.filter(({ kind }) => /bound$/.test(kind))) {
      for (const name of ["loss", "discard", "concealment", "freeze"])
        assert.ok((fields[name] ?? 0) >= 0 && (fields[name] ?? 0) <= 1, `${kind} ${name} ${fields[name]}`);
      assert.ok(
        (fields.bitrate ?? 0) < 5e6 && (fields.rtt ?? 0) < 10_000 && (fields.jitter_buffer ?? 0) < 10_000,
      );
    }
  });
  await t.test("unpublished: no stall", () => {
    assert.ok(events(items, "track_unsubscribed").length >= 2);
    for (const media of ["audio", "video"])
      for (const { fields } of rows(ended, media)) assert.ok(!fields.stalled, `${media} stalled`);
  });
});
