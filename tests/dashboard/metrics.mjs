// @ts-check

const LATENCY = [5, 10, 25, 50, 75, 100, 150, 200, 250, 300, 350, 400, 450, 500, 750, 1000, 2000, 5000];
const PAGE = [100, 200, 300, 400, 500, 800, 1000, 1500, 1800, 2000, 2500, 3000, 4000, 6000, 10_000];
const SHIFT = [0.01, 0.025, 0.05, 0.1, 0.15, 0.25, 0.5, 1];
const FRAME = [4, 8, 16, 25, 33, 50, 75, 100, 150, 200, 250, 500, 1000, 5000];
const PART = [5, 10, 25, 50, 100, 200, 300, 500, 800, 1000, 1800, 2500, 4000, 6000, 10_000];
const WAIT = [250, 500, 1000, 2000, 3000, 5000, 7500, 10_000, 15_000, 20_000, 30_000, 60_000];
const FRAMES = [1, 5, 10, 12, 15, 20, 24, 25, 30, 45, 60];
const HEIGHTS = [90, 180, 270, 360, 480, 540, 720, 1080, 1440, 2160];
const KILOBITS = [8, 16, 32, 64, 128, 256, 384, 512, 768, 1000, 1500, 2500, 4000, 8000];
const SCORE = [0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.75, 0.8, 0.85, 0.9, 0.95, 1];
const RATIO = [0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1];

/** A bell around `middle` on the logarithm, `count` events in all. @param {number[]} bounds @param {number} middle @param {number} count */
function buckets(bounds, middle, count, spread = 0.45) {
  const share = (/** @type {number} */ value) =>
    1 / (1 + Math.exp(-(Math.log(value) - Math.log(middle)) / spread));
  const upTo = [...bounds.map(share), 1].map((one) => Math.round(one * count));
  return upTo.map((one, index) => one - (upTo[index - 1] ?? 0));
}

/** @param {string} name @param {number[]} bounds @param {[labels: Record<string, string>, middle: number, count: number][]} series */
function histogram(name, bounds, series, own = false, spread = 0.45) {
  return {
    name,
    description: "From the beginning to the end of what it measures.",
    kind: "histogram",
    own,
    unit: name.endsWith("_ms") || own ? "ms" : null,
    series: series.map(([labels, middle, count]) => ({
      labels: { app: "interpreter", ...labels },
      bounds,
      buckets: buckets(bounds, middle, count, spread),
      sum: middle * count,
      count,
    })),
  };
}

/** @param {string} name @param {[labels: Record<string, string>, value: number][]} series */
function counter(name, series, own = false) {
  return {
    name,
    description: "How often it happened.",
    kind: "counter",
    own,
    unit: null,
    series: series.map(([labels, value]) => ({
      labels: { app: "interpreter", ...labels },
      value: Math.round(value),
    })),
  };
}

/** @param {string} name @param {number[]} bounds @param {Record<string, string>} labels @param {number} middle */
function gauge(name, bounds, labels, middle) {
  return {
    name,
    description: "Each window or poll is one sample.",
    kind: "gauge",
    own: false,
    unit: null,
    series: [
      {
        labels: { app: "interpreter", ...labels },
        mean: middle,
        bounds,
        buckets: buckets(bounds, middle, 4200, 0.2),
        sum: 4000,
        count: 4200,
      },
    ],
  };
}

/** `/api/v1/metrics` @param {import("./fixture.mjs").Kind} kind @param {number} now */
export function metrics(kind, now) {
  const slow = kind === "burning" ? 2.2 : 1;
  const all = [
    histogram("caption_latency_ms", LATENCY, [
      [{ language: "de" }, 88 * slow, 41_000],
      [{ language: "en" }, 71 * slow, 66_000],
    ]),
    histogram("caption_latency_part_ms", LATENCY, [
      [{ part: "network" }, 38, 107_000],
      [{ part: "main_thread" }, 16 * slow * slow, 107_000],
      [{ part: "app" }, 3, 107_000],
      [{ part: "render" }, 14, 107_000],
    ]),
    counter("caption_updates_total", [
      [{ outcome: "painted", language: "en" }, 65_110],
      [{ outcome: "painted", language: "de" }, 40_208],
      [{ outcome: "late", cause: "main_thread", language: "de" }, 912 * slow],
      [{ outcome: "hidden", language: "en" }, 640],
      [{ outcome: "not_painted", language: "en" }, 12],
    ]),
    histogram("caption_lag_ms", LATENCY, [[{ language: "de" }, 420, 41_000]]),
    histogram("caption_to_final_ms", WAIT, [[{ language: "de" }, 2400, 3100]]),
    histogram("caption_gap_ms", WAIT, [[{ language: "de" }, 3100 * slow, 44]]),
    counter("word_retractions_total", [
      [{ kind: "word", language: "de" }, 1204],
      [{ kind: "format", language: "de" }, 311],
    ]),
    histogram("translation_ttft_ms", LATENCY, [
      [{ source_language: "en", target_language: "de" }, 260, 8100],
    ]),
    histogram("translation_duration_ms", PAGE, [
      [{ source_language: "en", target_language: "de" }, 940, 8100],
    ]),
    counter("translation_requests_total", [
      [{ outcome: "ok", source_language: "en", target_language: "de" }, 8100],
    ]),
    gauge("translation_accuracy_ratio", SCORE, { source_language: "en", target_language: "de" }, 0.94),
    histogram("webrtc_connection_duration_ms", PAGE, [
      [{ path_type: "host" }, 420, 700],
      [{ path_type: "relay" }, 1300, 120],
    ]),
    counter("webrtc_connections_total", [
      [{ outcome: "connected" }, 820],
      [{ outcome: "failed" }, 4],
      [{ outcome: "abandoned" }, 9],
    ]),
    histogram("webrtc_connection_part_ms", PAGE, [
      [{ part: "signalling" }, 160, 820],
      [{ part: "ice" }, 210 * slow, 820],
      [{ part: "dtls" }, 60, 820],
    ]),
    counter("call_events_total", [
      [{ event: "reconnecting", role: "local", reason: "signal_lost" }, 31 * slow],
      [{ event: "ice_restart" }, 12],
      [{ event: "path_change", role: "local" }, 9],
      [{ event: "first_media", media: "audio", role: "agent" }, 816],
    ]),
    histogram("call_event_ms", WAIT, [
      [{ event: "first_media" }, 700, 816],
      [{ event: "reconnecting" }, 2900, 31],
    ]),
    counter("media_requests_total", [
      [{ media: "audio", outcome: "ok" }, 790],
      [{ media: "audio", outcome: "NotAllowedError" }, 22],
      [{ media: "audio+video", outcome: "NotFoundError" }, 4],
    ]),
    histogram("media_request_ms", PAGE, [[{ media: "audio" }, 900, 816]]),
    histogram("webrtc_jitter_ms", LATENCY, [[{ media: "audio" }, 6, 22_000]]),
    histogram("webrtc_playout_ms", LATENCY, [[{ media: "audio" }, 84, 22_000]]),
    histogram("webrtc_frame_rate", FRAMES, [
      [{ direction: "received" }, 24, 21_000],
      [{ direction: "sent", layer: "f" }, 22, 9000],
      [{ direction: "sent", layer: "q" }, 28, 9000],
    ]),
    histogram("webrtc_frame_height", HEIGHTS, [
      [{ direction: "received" }, 500, 21_000],
      [{ direction: "sent", layer: "f" }, 700, 9000],
      [{ direction: "sent", layer: "q" }, 180, 9000],
    ]),
    histogram("webrtc_bitrate_kbps", KILOBITS, [
      [{ direction: "received", media: "audio" }, 32, 22_000],
      [{ direction: "sent", media: "video", layer: "f" }, 1200, 9000],
    ]),
    counter("webrtc_frames_dropped_total", [[{}, 812]]),
    gauge("webrtc_sent_packet_loss_ratio", RATIO, { media: "video" }, 0.006),
    gauge("webrtc_retransmitted_ratio", RATIO, { media: "video" }, 0.009),
    gauge("webrtc_quality_limited_ratio", RATIO, { limit: "bandwidth" }, 0.04),
    gauge("webrtc_discard_ratio", RATIO, { media: "audio" }, 0.001),
    histogram("webrtc_rtt_ms", LATENCY, [
      [{ media: "audio" }, 64, 22_000],
      [{ media: "video" }, 66, 21_000],
    ]),
    histogram("webrtc_jitter_buffer_ms", LATENCY, [[{ media: "audio" }, 52, 22_000]]),
    gauge("webrtc_packet_loss_ratio", RATIO, { media: "audio" }, 0.004),
    gauge("webrtc_concealment_ratio", RATIO, {}, 0.002),
    gauge("audio_quality_score", SCORE, {}, 0.92),
    counter("webrtc_stalled_polls_total", [[{ media: "audio" }, 14]]),
    histogram("web_vital_ttfb_ms", PAGE, [[{}, 240, 812]]),
    histogram("web_vital_fcp_ms", PAGE, [[{}, 900 * slow, 812]]),
    histogram("web_vital_lcp_ms", PAGE, [[{}, 1700 * slow, 812]]),
    histogram("web_vital_inp_ms", PAGE, [[{}, 120 * slow, 640]]),
    histogram("web_vital_cls", SHIFT, [[{}, 0.04, 812]]),
    histogram("web_vital_part_ms", PART, [
      [{ vital: "INP", part: "input_delay" }, 30, 640],
      [{ vital: "INP", part: "processing" }, 60 * slow, 640],
      [{ vital: "INP", part: "presentation" }, 30, 640],
      [{ vital: "LCP", part: "ttfb" }, 240, 812],
      [{ vital: "LCP", part: "load_delay" }, 600 * slow, 812],
      [{ vital: "LCP", part: "load_duration" }, 400, 812],
      [{ vital: "LCP", part: "render_delay" }, 300, 812],
    ]),
    counter("web_vital_slow_total", [
      [{ vital: "INP", attribute: "target", value: "main > form#send > button" }, 61 * slow],
      [{ vital: "INP", attribute: "target", value: "body" }, 12],
      [
        { vital: "INP", attribute: "script", value: "https://app.example/assets/main-DkS3xA9f.js" },
        58 * slow,
      ],
      [{ vital: "INP", attribute: "interaction", value: "pointer" }, 66 * slow],
      [{ vital: "INP", attribute: "load_state", value: "complete" }, 70 * slow],
      [{ vital: "INP", attribute: "part", value: "processing" }, 64 * slow],
      [{ vital: "LCP", attribute: "target", value: "section.stage > video" }, 40 * slow],
      [{ vital: "LCP", attribute: "part", value: "load_delay" }, 39 * slow],
      [{ vital: "LCP", attribute: "network.connection.type", value: "3g" }, 31 * slow],
    ]),
    histogram("long_task_blocking_ms", FRAME, [[{}, 40 * slow, 5200]]),
    counter("long_task_script_ms_total", [
      [
        { script: "https://app.example/assets/main-DkS3xA9f.js", invoker: "BUTTON#send.onclick" },
        88_412 * slow,
      ],
      [{ script: "https://cdn.example/widget.js", invoker: "TimerHandler:setTimeout" }, 40_120],
    ]),
    histogram("navigation_part_ms", PART, [
      [{ part: "dns" }, 12, 812],
      [{ part: "connect" }, 40, 812],
      [{ part: "waiting" }, 180, 812],
      [{ part: "response" }, 30, 812],
    ]),
    histogram("page_interactive_ms", PAGE, [[{ navigation: "navigate" }, 700, 700]]),
    histogram("page_loaded_ms", PAGE, [
      [{ navigation: "navigate" }, 1400, 700],
      [{ navigation: "reload" }, 900, 112],
    ]),
    counter("views_total", [
      [{ route: "/rooms/:id", reason: "route" }, 611],
      [{ route: "/", reason: "load" }, 812],
    ]),
    histogram("view_painted_ms", PAGE, [[{ route: "/rooms/:id" }, 130, 611]]),
    counter("page_visibility_seconds_total", [
      [{ state: "visible" }, 712_004],
      [{ state: "hidden" }, 90_112],
    ]),
    counter("own_events_total", [
      [{ name: "hand raised" }, 212],
      [{ name: "layout_changed" }, 81],
    ]),
    histogram("span_duration_ms", PAGE, [
      [{ name: "vision", outcome: "ok" }, 640, 402],
      [{ name: "vision", outcome: "failed" }, 4000, 9],
    ]),
    histogram("long_task_ms", FRAME, [[{}, 80 * slow, 5200]]),
    histogram("request_duration_ms", PAGE, [
      [{ service: "roster", route: "/rooms/:id/people", method: "GET" }, 130, 3100],
      [{ service: "captions" }, 60, 9100],
    ]),
    counter("errors_total", [
      [{ error_type: "TypeError", source: "error" }, 31],
      [{ error_type: "AbortError", source: "rejection" }, 4],
    ]),
    counter("requests_total", [
      [{ service: "roster", outcome: "ok", route: "/rooms/:id/people", method: "GET" }, 3060],
      [{ service: "roster", outcome: "server_error", route: "/rooms/:id/people", method: "GET" }, 40 * slow],
      [{ service: "captions", outcome: "ok" }, 9100],
    ]),
    counter(
      "joins",
      [
        [{ plan: "pro" }, 310],
        [{ plan: "free" }, 1204],
      ],
      true,
    ),
    // All in one bucket.
    histogram("decode", FRAME, [[{}, 12, 9000]], true, 0.01),
  ];
  return {
    now,
    since: now - 9 * 86_400_000,
    metrics: kind === "empty" ? all.map((one) => ({ ...one, series: [] })) : all,
  };
}
