// @ts-check
/** A LiveKit room from joining to leaving: what the adapter records beside what the app itself saw. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { events, openCall } from "./call.mjs";

// Scenario: a page joins a room in which an agent speaks, publishes sound and picture, mutes itself, and leaves.
// Guarantees: each phase is told once with its duration, the agent's track with the time to its first sound; getStats figures of
// LiveKit's own connections come through; no identifier of anybody is sent.
test("a room from joining to leaving", async (t) => {
  const call = await openCall(t);
  await call.agent();
  const { page, join } = await call.page();
  const took = await join({ publish: true });
  await call.agent("late");
  await pause(5000);
  await page.evaluate(async () => {
    await rooms[0].localParticipant.setMicrophoneEnabled(false);
    await rooms[0].disconnect();
  });
  const items = await call.items(page);
  const heard = events(items, "track_media");
  const one = (/** @type {string} */ name) => {
    const [first, ...more] = events(items, name);
    assert.ok(first && more.length === 0, `${name}: ${events(items, name).length}`);
    return first;
  };
  const [signal, connected] = [one("signal_connected"), one("connected")];
  t.diagnostic(
    `join ${took.toFixed(0)} ms, signal ${signal.fields.duration}, connected ${connected.fields.duration}`,
  );
  assert.ok(signal.fields.duration > 0 && signal.fields.duration < connected.fields.duration);
  assert.ok(connected.fields.duration > 0.5 * took && connected.fields.duration <= took + 1);

  const [subscribed, late] = events(items, "track_subscribed");
  assert.deepEqual([subscribed.attributes.media, subscribed.attributes.role], ["audio", "remote"]);
  assert.ok(
    subscribed.fields.duration >= 0 && subscribed.fields.duration < took + 1000,
    subscribed.fields.duration,
  );
  const [told] = events(items, "track_published").filter(({ attributes }) => attributes.role === "remote");
  assert.equal(late.fields.track, told.fields.track);
  assert.ok(late.fields.duration > 0 && late.fields.duration < 2000, late.fields.duration);
  assert.ok(Math.abs(late.page_time - told.page_time - late.fields.duration) < 1);
  assert.equal(heard.length, 2);
  assert.equal(heard[0].fields.track, subscribed.fields.track);
  assert.ok(heard[0].fields.duration > 0 && heard[0].fields.duration < 2000, heard[0].fields.duration);
  t.diagnostic(
    `subscribed after ${subscribed.fields.duration} ms, first sound ${heard[0].fields.duration} ms later`,
  );

  const published = events(items, "track_published").filter(({ attributes }) => attributes.role === "local");
  assert.deepEqual(
    published.map(({ attributes }) => attributes.media),
    ["audio", "video"],
  );
  assert.deepEqual(
    [one("track_muted").attributes.role, one("track_muted").attributes.media],
    ["local", "audio"],
  );
  assert.equal(one("disconnected").attributes.reason, "client_initiated");
  assert.ok(one("disconnected").fields.duration >= 5000);
  for (const { attributes } of events(items, "quality"))
    assert.match(attributes.quality, /excellent|good|poor|lost/);

  const connections = items.filter(({ kind }) => kind === "webrtc_connection");
  t.diagnostic(`${connections.length} connections of LiveKit's`);
  assert.ok(
    connections.length >= 1 && connections.every(({ attributes }) => attributes.outcome === "connected"),
  );
  const inbound = items.filter(({ kind }) => kind === "webrtc_inbound");
  assert.ok(inbound.some(({ attributes, fields }) => attributes.media === "audio" && fields.bitrate > 5000));
  const outbound = items.filter(({ kind }) => kind === "webrtc_outbound");
  assert.ok(outbound.some(({ attributes, fields }) => attributes.media === "video" && fields.bitrate > 0));

  const all = JSON.stringify(items);
  for (const secret of [call.name, "viewer", "interpreter", "late"])
    assert.ok(!all.includes(`"${secret}"`), secret);
  assert.deepEqual(await page.evaluate(() => own.faults), []);
});

// Scenario: an app that wants the room named; a room that never connects, one that cannot, something that is no room, no SDK.
// Guarantees: names are sent only where asked for; nothing throws; what came too late tells what is left.
test("identifiers by choice, and whatever an app does", async (t) => {
  const call = await openCall(t);
  const agent = await call.agent();
  const named = await call.page("anna");
  await named.join({ identify: true });
  const other = await call.page("berta");
  await other.page.evaluate(
    async ([url, pass]) => {
      const same = new Room();
      if (instrumentRoom(same, hg) !== same) throw new Error("another room");
      for (const room of [{}, undefined, 7, Object.freeze(new Room())]) {
        if (instrumentRoom(room, hg) !== room) throw new Error("another thing");
      }
      instrumentRoom(new Room(), undefined, null);
      const failing = instrumentRoom(new Room(), hg);
      await failing.connect(url, "no token").catch(() => {});
      // What an agent in Python writes: it says at a stream's end that it is final, and only there.
      let handler;
      const nobody = { trackPublications: new Map(), identity: "x" };
      const fake = {
        state: "connected",
        on: () => fake,
        localParticipant: nobody,
        remoteParticipants: new Map(),
        getParticipantByIdentity: () => nobody,
        registerTextStreamHandler: (_topic, given) => (handler = given),
      };
      instrumentRoom(fake, hg, {
        captions: () => {
          throw new Error("the app's own");
        },
      });
      const info = { id: "1", timestamp: 0, attributes: { language: "it" } };
      handler(
        {
          info,
          async *[Symbol.asyncIterator]() {
            yield "ciao";
            info.attributes = { ...info.attributes, "lk.transcription_final": "true" };
          },
        },
        { identity: "x" },
      );
      const late = new Room();
      await late.connect(url, pass);
      rooms.push(instrumentRoom(late, hg));
    },
    [other.url, other.pass],
  );
  await agent.stream({ id: "s", text: "seen, though late", final: true });
  await pause(1500);
  await other.page.evaluate(() => rooms[0].disconnect());
  const items = await call.items(named.page, other.page);
  const connected = events(items, "connected");
  assert.equal(connected.length, 1);
  assert.deepEqual([connected[0].attributes.room, connected[0].attributes.participant], [call.name, "anna"]);
  const gone = events(items, "disconnected");
  assert.deepEqual(gone.map(({ attributes }) => attributes.reason).sort(), [
    "client_initiated",
    "user_rejected",
  ]);
  // Each of both pages.
  assert.equal(
    items.filter(({ kind, attributes }) => kind === "caption" && attributes.speaker === "agent").length,
    2,
  );
  const italian = items.filter(({ attributes }) => attributes.language === "it");
  assert.deepEqual(italian.map(({ kind }) => kind).sort(), ["caption", "caption", "caption_segment"]);
  for (const { page } of [named, other]) assert.deepEqual(await page.evaluate(() => own.faults), []);
});
