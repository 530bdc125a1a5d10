// @ts-check
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { describe, test } from "node:test";
import { sameGroups, suite } from "./suite.mjs";
import { ENGINES, markdown } from "./table.mjs";

for (const engine of ENGINES) describe(engine, () => suite(engine));

test("one error is one group, whichever engine wrote its stack", sameGroups);

// Scenario: the documentation tells what an engine lacks.
// Guarantees: it is the table that the suite asserts.
test("docs/engines.md is the suite's table", async () => {
  const text = await readFile(new URL("../../docs/engines.md", import.meta.url), "utf8");
  assert.ok(text.includes(markdown()), `docs/engines.md must hold:\n${markdown()}`);
});
