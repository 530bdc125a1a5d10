// @ts-check
import { ERRORS } from "./errors.mjs";
import { SESSIONS } from "./names.mjs";
import { random } from "./random.mjs";

export { SESSIONS };

const AGENTS = [
  "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/150.0.0.0 Safari/537.36",
  "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0",
  "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15",
];
const LENGTH = 180_000;
/** A session that is over stays where it is. */
const STARTED = Date.now();

/** @param {number} index @param {number} now */
function summary(index, now) {
  const state = index < 2 ? "live" : index % 4 === 3 ? "unfinished" : "left";
  const last_at = state === "live" ? now : STARTED - index * 400_000;
  return {
    session: SESSIONS[index] ?? "",
    app: "interpreter",
    state,
    first_at: last_at - LENGTH - index * 9000,
    last_at,
    items: 640 + index * 31,
    pages: 1 + (index % 3),
    lost: state === "unfinished" ? 17 : 0,
    user_agent: AGENTS[index % AGENTS.length] ?? null,
  };
}

/** `/api/v1/sessions` @param {import("./fixture.mjs").Kind} kind @param {number} now */
export function sessions(kind, now) {
  return { now, sessions: kind === "empty" ? [] : SESSIONS.map((_, index) => summary(index, now)) };
}

/** `/api/v1/sessions/ID` @param {import("./fixture.mjs").Kind} kind @param {string} id @param {number} now */
export function session(kind, id, now) {
  const index = SESSIONS.indexOf(id);
  if (kind === "empty" || index < 0) return undefined;
  const about = summary(index, now);
  const next = random(index + 1);
  const from = about.last_at - LENGTH;
  const isBusy = (/** @type {number} */ at) =>
    kind === "burning" && at - from > 110_000 && at - from < 150_000;
  const every = (/** @type {number} */ ms) =>
    Array.from({ length: Math.floor(LENGTH / ms) }, (_, one) => from + one * ms + next() * ms * 0.5);
  const main_thread = every(1900).flatMap((at) =>
    isBusy(at) || next() < 0.15 ? [{ at, duration: 55 + next() * (isBusy(at) ? 320 : 60) }] : [],
  );
  return {
    ...about,
    now,
    resource: {
      "service.name": "interpreter",
      "service.version": "4.2.0",
      "deployment.environment.name": "production",
    },
    truncated: false,
    pages: [
      {
        page: "9f3a61c2",
        state: about.state,
        captured: about.items + about.lost,
        arrived: about.items,
        dropped: {},
        lost: about.lost,
        first_at: from,
        last_at: about.last_at,
      },
    ],
    captions: every(520).map((at, one) => caption(at, one, isBusy(at), next)),
    network: every(2000).flatMap((at) => [
      poll(at, "audio", isBusy(at), next),
      poll(at, "video", isBusy(at), next),
    ]),
    audio: every(10_000).map((at) => ({
      at,
      score: isBusy(at) ? 0.71 : 0.93 - next() * 0.05,
      delay: 90,
      loss: isBusy(at) ? 0.04 : 0.001,
      stalled: false,
    })),
    connections: [{ at: from + 900, outcome: "connected", setup: 640, path_type: "host" }],
    main_thread,
    errors:
      kind === "burning"
        ? [
            {
              at: from + 121_000,
              type: "TypeError",
              message: "segment is undefined",
              source: "error",
              stack: "paint@app.js:14:9\nflush@app.js:80:3",
              group: ERRORS[0],
              frames: [
                {
                  function: "Line.paint",
                  file: "src/line.ts",
                  line: 41,
                  column: 12,
                  minified: "app.js:14:9",
                },
                { function: "flush", file: "app.js", line: 80, column: 3, minified: null },
              ],
            },
          ]
        : [],
    requests: every(14_000).map((at, one) => ({
      at,
      duration: 60 + next() * 240,
      service: one % 3 ? "captions" : "roster",
      outcome: one % 5 === 4 && kind === "burning" ? "server_error" : "ok",
      status: one % 5 === 4 && kind === "burning" ? 503 : 200,
    })),
    translations: every(9000).map((at, one) => ({
      at,
      ttft: 180 + next() * 240,
      duration: 900 + next() * 600,
      accuracy: 0.9 + next() * 0.09,
      outcome: one % 7 === 5 ? "hidden" : "ok",
      from: "en",
      to: "de",
    })),
    vitals: [
      { at: from + 300, name: "ttfb", value: 210 },
      { at: from + 800, name: "lcp", value: 1720 },
      {
        at: from + 90_000,
        name: "inp",
        value: 144,
        parts: { input_delay: 20, processing: 100, presentation: 24 },
        about: { target: "main > form#send > button", interaction: "pointer" },
      },
      { at: from + 90_000, name: "cls", value: 0.03 },
    ],
    spans: every(22_000).map((at, one) => ({
      at,
      duration: 300 + next() * 1900,
      name: one % 2 ? "vision" : "join",
      trace: `4bf92f3577b34da6a3ce929d0e0e47${(16 + one).toString(16)}`,
      span: `00f067aa0ba902${(16 + one).toString(16)}`,
      parent: null,
      failed: one === 5,
    })),
    caption_gaps: kind === "burning" ? [{ at: from + 130_000, duration: 6400, language: "de" }] : [],
    finals: every(3100).map((at, one) => ({
      at,
      to_final: 1800 + next() * 900,
      segment: one,
      language: "de",
    })),
    call_events: [
      callEvent(from + 1600, "first_media", { media: "audio", role: "agent", duration: 700 }),
      ...(kind === "burning"
        ? [
            callEvent(from + 118_000, "quality", { quality: "poor", role: "local" }),
            callEvent(from + 121_000, "reconnecting", { reason: "signal_lost", duration: 120_000 }),
            callEvent(from + 124_000, "reconnected", { duration: 3000 }),
            callEvent(from + 127_000, "path_change", { path_type: "relay" }),
          ]
        : []),
    ],
    media_requests: [{ at: from + 200, media: "audio", outcome: "ok", duration: 640 }],
    navigations: [{ at: from, navigation: "navigate", dns: 12, connect: 30, waiting: 160, loaded: 1400 }],
    views: [
      { at: from, route: "/", reason: "load", painted: 310 },
      { at: from + 20_000, route: "/rooms/:id", reason: "route", painted: 120 },
    ],
    visibility: [{ at: from + 66_000, state: "hidden", duration: 14_000 }],
    events: [
      { at: from + 40_000, name: "hand raised", attributes: { layout: "grid" }, trace: null, span: null },
      { at: from + 141_000, name: "layout_changed", attributes: {}, trace: null, span: null },
    ],
  };
}

/** @param {number} at @param {string} event @param {Record<string, unknown>} more */
function callEvent(at, event, more) {
  const none = { media: null, role: null, reason: null, quality: null, path_type: null, duration: null };
  return { at, event, ...none, ...more };
}

/** @param {number} at @param {number} index @param {boolean} isBusy @param {() => number} next */
function caption(at, index, isBusy, next) {
  const network = 30 + next() * 30;
  const main_thread = isBusy ? 40 + next() * 320 : next() * 8;
  const app = 1 + next() * 4;
  const render = 8 + next() * 14;
  const latency = network + main_thread + app + render;
  const common = {
    at,
    language: "de",
    segment: `seg-${Math.floor(index / 6)}`,
    retracted: index % 7 === 5 ? 1 + (index % 3) : 0,
  };
  const isHidden = index >= 100 && index < 130;
  if (isHidden || index % 97 === 60) {
    return {
      ...common,
      end: null,
      outcome: isHidden ? "hidden" : "missing",
      latency: null,
      network: null,
      main_thread: null,
      app: null,
      render: null,
      cause: isHidden ? null : "not_painted",
      undecided: false,
      displayed: null,
      retracted: 0,
    };
  }
  const cause = main_thread > network ? "main_thread" : "network";
  return {
    ...common,
    end: at + latency,
    outcome: "painted",
    latency,
    network,
    main_thread,
    app,
    render,
    cause,
    error: 1.8,
    undecided: index % 61 === 9,
    displayed: 3 + (index % 9),
  };
}

/** @param {number} at @param {string} media @param {boolean} isBusy @param {() => number} next */
function poll(at, media, isBusy, next) {
  return {
    at,
    track: `track-${media}`,
    connection: "pc-1",
    media,
    direction: "in",
    rtt: 40 + next() * (isBusy ? 160 : 25),
    loss: isBusy ? next() * 0.06 : next() * 0.004,
    jitter_buffer: 45 + next() * 20,
    concealment: media === "audio" ? (isBusy ? next() * 0.04 : next() * 0.002) : null,
    freeze: media === "video" ? 0 : null,
    bitrate: 64_000,
    stalled: isBusy && next() < 0.08,
  };
}
