// @ts-check
import { SESSIONS } from "./names.mjs";

/** Names of the groups that the fixture knows. */
export const ERRORS = ["4d7a1d2f1c1d7d1a", "00a1c2e3f4051627", "9f0c1b2a3d4e5f60"];
const HOUR = 3_600_000;
const STARTED = Date.now();

/** @type {[type: string, message: string, events: number, sessions: number, age: number, releases: string[]][]} */
const GROUPS = [
  [
    "TypeError",
    "Cannot read properties of undefined (reading 'words') in segment #",
    1204,
    311,
    2,
    ["4.2.0", "4.1.9"],
  ],
  ["NotAllowedError", "Permission denied", 22, 22, 200, ["4.2.0"]],
  [
    "ChunkLoadError",
    "Loading chunk # failed: https://app.example/assets/a-very-long-name-that-does-not-fit-anywhere-#.js",
    9,
    7,
    30,
    ["", "4.1.9", "4.1.8"],
  ],
];

/** @param {number} index @param {number} now */
function group(index, now) {
  const [type, message, events, sessions, age, releases] = GROUPS[index] ?? ["", "", 0, 0, 0, []];
  const hour = Math.floor(now / HOUR) * HOUR;
  return {
    id: ERRORS[index] ?? "",
    app: "interpreter",
    type,
    message,
    events,
    sessions,
    first_at: STARTED - age * HOUR,
    last_at: STARTED - index * 400_000,
    releases: releases.map((release, place) => ({
      release,
      events: Math.round(events / (place + 1.5)),
      first_at: STARTED - age * HOUR,
      last_at: STARTED - (index + place) * 400_000,
    })),
    hours: Array.from({ length: Math.min(24, age + 1) }, (_, back) => [
      hour - back * HOUR,
      Math.round((events / 24) * (1 + Math.sin(back))),
    ]).reverse(),
  };
}

/** `/api/v1/errors` @param {import("./fixture.mjs").Kind} kind @param {number} now */
export function errors(kind, now) {
  if (kind === "empty") return { now, groups: [], forgotten: {} };
  const some = kind === "burning" ? [0, 1, 2] : [1];
  return {
    now,
    groups: some.map((index) => group(index, now)),
    forgotten: kind === "burning" ? { interpreter: 17 } : {},
  };
}

/** `/api/v1/errors/ID` @param {import("./fixture.mjs").Kind} kind @param {string} id @param {number} now */
export function error(kind, id, now) {
  const index = ERRORS.indexOf(id);
  if (kind === "empty" || index < 0) return undefined;
  const file = "https://app.example/assets/main-DkS3xA9f.js";
  return {
    now,
    ...group(index, now),
    recent: SESSIONS.slice(0, 5).map((session, place) => ({ session, at: STARTED - place * 90_000 })),
    example: {
      at: STARTED,
      session: SESSIONS[0],
      source: "unhandledrejection",
      message: "Cannot read properties of undefined (reading 'words') in segment 17",
      stack: `TypeError: Cannot read properties of undefined (reading 'words')\n    at a (${file}:1:20412)\n    at Q.update (${file}:1:1944)\n    at https://cdn.example/widget.js:3:118`,
      release: "4.2.0",
      user_agent: "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
    },
    frames: [
      {
        function: "paint",
        file: "src/captions/line.ts",
        line: 41,
        column: 17,
        minified: "main-DkS3xA9f.js:1:20412",
      },
      {
        function: "Line.update",
        file: "src/captions/line.ts",
        line: 22,
        column: 5,
        minified: "main-DkS3xA9f.js:1:1944",
      },
      { function: null, file: "https://cdn.example/widget.js", line: 3, column: 118, minified: null },
    ],
    unmapped: ["widget.js"],
  };
}

/** `/api/v1/source-maps` @param {import("./fixture.mjs").Kind} kind @param {number} now */
export function sourceMaps(kind, now) {
  const map = { app: "interpreter", release: "4.2.0", uploaded_at: STARTED - 3 * HOUR };
  const maps = [
    { ...map, file: "main-DkS3xA9f.js", bytes: 1_204_118 },
    { ...map, file: "worker-9aBcDeFg.js", bytes: 80_412 },
  ];
  return { now, maps: kind === "empty" ? [] : maps };
}
