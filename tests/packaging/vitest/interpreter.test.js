import { memorySink } from "@honeyguide/browser/testing";
import { beforeEach, expect, test } from "vitest";
import { interpreter } from "./interpreter.js";

// One client a page: the tests of a file share it.
const sink = memorySink();
const room = { plan: "pro", connect: async () => {} };
const app = interpreter(room, document.body, { sink });

beforeEach(async () => {
  await app.hg.flush();
  sink.clear();
});

test("joining is counted by plan, and is a span", async () => {
  await app.join();
  const span = await sink.find("span", ({ attributes }) => attributes.name === "join");
  expect(span.attributes.outcome).toBe("ok");
  expect(sink.counter("joins", { plan: "pro" })).toBe(1);
  expect(sink.histogram("join_request_duration")).toHaveLength(1);
});

test("a room that refuses is an error, not a join", async () => {
  room.connect = () => Promise.reject(new Error("full"));
  await expect(app.join()).rejects.toThrow("full");
  const span = await sink.find("span");
  expect(span.values.failed).toBe(1);
  expect(sink.counter("joins")).toBe(0);
});

test("what is said is measured, and never sent", async () => {
  app.said({ segment: "a", language: "de", text: "guten" });
  app.said({ segment: "a", language: "de", text: "guten Tag", final: true });
  const { attributes } = await sink.find("caption");
  // Painted only by a browser that paints: nobody saw it in jsdom.
  expect(attributes).toEqual({ language: "de", outcome: "unseen" });
  expect(sink.items("caption")).toHaveLength(2);
  expect(JSON.stringify(sink.batches())).not.toContain("guten");
});
