// @ts-check
/** Transcriptions of both kinds become captions, once, and stay the app's own. */
import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { events, openCall } from "./call.mjs";

const captions = (/** @type {any[]} */ items) =>
  items.filter(({ kind }) => kind === "caption").sort((one, other) => one.page_time - other.page_time);
const segments = (/** @type {any[]} */ items) => items.filter(({ kind }) => kind === "caption_segment");

/** Says the same both ways at once, as LiveKit's agents do. */
const both = (/** @type {any} */ agent, /** @type {any} */ one, id = one.id) =>
  Promise.all([agent.event(one), agent.stream({ ...one, id })]);

// Scenario: an app with a handler of text streams gets revisions of a user's words (a stream each) and an agent's (one that grows),
// some of them as events too, under the same id or another one.
// Guarantees: each revision is one caption with its language, speaker and text; the app's handler got each chunk; a second registration
// throws LiveKit's own error; without a handler of the app's they are still seen.
test("text streams, with and without events beside them", async (t) => {
  const call = await openCall(t);
  const agent = await call.agent();
  const { page, join } = await call.page();
  await join();

  const user = { of: "viewer", track: "none", language: "en" };
  await agent.stream({ ...user, id: "user 1", text: "good" });
  await pause(100);
  await agent.stream({ ...user, id: "user 1", text: "good morning", final: true });
  await pause(100);
  const growing = await agent.grow({ id: "agent 1", language: "de" });
  for (const word of ["Guten ", "Morgen ", "zusammen"]) {
    await growing.write(word);
    await pause(100);
  }
  await growing.close();
  await pause(100);
  for (const [event, stream] of [
    ["agent 2", "agent 2"],
    ["agent 3", "a name of its own"],
  ]) {
    const german = { id: event, language: "de" };
    await both(agent, { ...german, text: "Wie" }, stream);
    await pause(100);
    await both(agent, { ...german, text: "Wie geht es", final: true }, stream);
    await pause(100);
  }
  const refusal = await page.evaluate(() => {
    try {
      rooms[0].registerTextStreamHandler("lk.transcription", () => {});
    } catch (fault) {
      return String(fault);
    }
  });
  assert.match(String(refusal), /already been set/);
  await page.evaluate(() => {
    rooms[0].unregisterTextStreamHandler("lk.transcription");
    rooms[0].registerTextStreamHandler("another topic", () => {});
  });
  await agent.stream({ id: "agent 4", text: "unhandled", language: "en", final: true });
  await pause(300);
  // Again a handler: the topic is free.
  await page.evaluate(() => rooms[0].registerTextStreamHandler("lk.transcription", () => {}));

  await pause(700);
  const items = await call.items(page);
  const found = captions(items).map(({ attributes }) =>
    [attributes.speaker, attributes.language, attributes.outcome].join(" "),
  );
  const [user1, agent1] = ["user en painted", "agent de painted"];
  // The stream that grows is told to be final by a message of its own.
  const expected = [user1, user1, ...Array(4).fill(agent1), ...Array(4).fill(agent1), "agent en painted"];
  assert.deepEqual(found, expected);
  for (const { attributes, fields } of captions(items))
    if (attributes.speaker === "user")
      assert.ok(Math.abs(fields.latency) < 1000, `latency ${fields.latency}`);
  const words = segments(items).map(({ attributes, fields }) => [
    attributes.language,
    fields.words,
    fields.displayed,
  ]);
  assert.deepEqual(words, [
    ["en", 2, 2],
    ["de", 3, 3],
    ["de", 3, 3],
    ["de", 3, 3],
    ["en", 1, 1],
  ]);

  const own = await page.evaluate(() => window.own);
  assert.deepEqual(
    own.chunks.map(({ identity, segment, text }) => `${identity}/${segment}: ${text}`),
    [
      "viewer/user 1: good",
      "viewer/user 1: good morning",
      "interpreter/agent 1: Guten ",
      "interpreter/agent 1: Morgen ",
      "interpreter/agent 1: zusammen",
      "interpreter/agent 2: Wie",
      "interpreter/agent 2: Wie geht es",
      "interpreter/a name of its own: Wie",
      "interpreter/a name of its own: Wie geht es",
    ],
  );
  assert.deepEqual(own.faults, []);
  const told = JSON.stringify(items);
  for (const secret of ["Morgen", "geht", "unhandled", "user 1"]) assert.ok(!told.includes(secret), secret);
  assert.equal(events(items, "connected").length, 1);
});

// Scenario: an app that shows only events, while agents send streams as well; and one that reads each stream to its end first.
// Guarantees: each revision once, whichever way the app has it.
test("an app of events, and one that waits for whole streams", async (t) => {
  const call = await openCall(t);
  const agent = await call.agent();
  const [eventful, patient] = [await call.page("anna"), await call.page("berta")];
  await eventful.join({ streams: "none", events: true });
  await patient.join({ streams: "whole" });
  for (const text of ["eins", "eins zwei", "eins zwei drei"]) {
    await both(agent, { id: "e", text, language: "de", final: text.endsWith("drei") }, "s");
    await pause(150);
  }
  const growing = await agent.grow({ id: "grows", language: "fr" });
  for (const word of ["un ", "deux ", "trois"]) {
    await growing.write(word);
    await pause(150);
  }
  await growing.close();
  await pause(800);
  const first = await call.items(eventful.page);
  const german = captions(first).filter(({ attributes }) => attributes.language === "de");
  assert.equal(german.length, 3, "each event once");
  const french = (/** @type {any[]} */ items) =>
    captions(items).filter(({ attributes }) => attributes.language === "fr");
  assert.equal(french(first).length, 4, "and the stream that nobody handles");
  assert.equal((await eventful.page.evaluate(() => own)).events.length, 3);
  const all = await call.items(patient.page);
  assert.equal(captions(all).length, 4, "three streams and the grown one, whole");
  assert.equal(french(all).length, 1);
  const own = await patient.page.evaluate(() => window.own);
  assert.deepEqual(
    own.chunks.map(({ text }) => text),
    ["eins", "eins zwei", "eins zwei drei", "un deux trois"],
  );
});

// Scenario: a framework writes 120 ms after the message, into a container that the SDK was told of.
// Guarantees: the write is awaited, and its delay counted as the app's.
test("text that is written later", async (t) => {
  const call = await openCall(t);
  const agent = await call.agent();
  const { page, join } = await call.page();
  await join({ late: true });
  for (const text of ["one", "one two", "one two three"]) {
    await agent.stream({ id: "s", text, language: "en", final: text.endsWith("three") });
    await pause(250);
  }
  await pause(500);
  const rows = captions(await call.items(page));
  assert.equal(rows.length, 3);
  for (const { attributes, fields } of rows) {
    assert.equal(attributes.outcome, "painted");
    assert.ok(fields.app >= 115 && fields.app < 250, `app ${fields.app}`);
  }
});
