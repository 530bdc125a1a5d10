// @ts-check
/** What each engine can tell. The suite asserts each line in each engine, and that docs/engines.md says the same. */

/** @typedef {import("./drivers.mjs").Engine} Engine */

export const ENGINES = /** @type {const} */ (["Chromium", "Firefox", "WebKitGTK"]);

/** @type {Record<string, { what: string, who: Engine[], else: string }>} */
export const TABLE = {
  frames: {
    what: "long animation frames, with their script",
    who: ["Chromium"],
    else: "no `long_task` items; late heartbeats give captions their `main_thread` part, from half a second on",
  },
  lcp: { what: "LCP", who: ["Chromium", "Firefox"], else: "absent" },
  inp: { what: "INP", who: ["Chromium", "Firefox"], else: "absent" },
  cls: { what: "CLS", who: ["Chromium"], else: "absent" },
  network: { what: "`network.connection.type`", who: ["Chromium"], else: "absent" },
  calls: {
    what: "calls: `RTCPeerConnection`",
    who: ["Chromium", "Firefox"],
    else: "no call items; everything else is measured",
  },
  playout: {
    what: "playout delay of received audio",
    who: ["Chromium"],
    else: "absent, and not part of the delay",
  },
};

/** @param {Engine} engine @param {string} key */
export function has(engine, key) {
  const row = TABLE[key];
  if (!row) throw new Error(`no line ${key} in the table`);
  return row.who.includes(engine);
}

/** The table as docs/engines.md has it. */
export function markdown() {
  const rows = Object.values(TABLE).map(
    ({ what, who, else: instead }) =>
      `| ${what} | ${ENGINES.map((engine) => (who.includes(engine) ? "yes" : "–")).join(" | ")} | ${instead} |`,
  );
  return [`| what | ${ENGINES.join(" | ")} | where it is missing |`, "|---|---|---|---|---|", ...rows].join(
    "\n",
  );
}
