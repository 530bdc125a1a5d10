// What people saw and heard of their calls, as distributions.

import type { Metrics, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed } from "../feed";
import { firstSteps, metricBlock, type Options } from "../metrics";
import { message, section, stamp } from "../parts";
import { content, heading, type View } from "../view";

type Block = [name: string, options: Options];

const CAPTIONS: Block[] = [
  ["caption_latency_ms", { title: "Caption latency", marks: [250] }],
  ["caption_updates_total", { title: "Caption updates" }],
  ["word_retractions_total", { title: "Retracted words" }],
  ["caption_lag_ms", { title: "From hearing to reading" }],
  ["caption_to_final_ms", { title: "Time to the final caption" }],
  ["caption_gap_ms", { title: "Speech without a caption" }],
  ["caption_latency_part_ms", { title: "Caption latency by part", split: "part" }],
];

const TRANSLATION: Block[] = [
  ["translation_ttft_ms", { title: "Time to the first token", marks: [450] }],
  ["translation_duration_ms", { title: "Time to the whole translation" }],
  ["translation_accuracy_ratio", { title: "Translation scores" }],
  ["translation_requests_total", { title: "Translation requests" }],
];

const CONNECTION: Block[] = [
  ["webrtc_connection_duration_ms", { title: "Call setup", marks: [2000] }],
  ["webrtc_connections_total", { title: "Calls" }],
  ["media_requests_total", { title: "Cameras and microphones asked for" }],
  ["media_request_ms", { title: "Time to the camera or microphone" }],
  ["webrtc_connection_part_ms", { title: "Call setup by part", rows: true }],
  ["call_events_total", { title: "Call events", wide: true }],
  ["call_event_ms", { title: "How long call events lasted", rows: true }],
];

const MEDIA: Block[] = [
  ["webrtc_rtt_ms", { title: "Round trip" }],
  ["webrtc_jitter_buffer_ms", { title: "Jitter buffer" }],
  ["audio_quality_score", { title: "Audio quality", marks: [0.85] }],
  ["webrtc_packet_loss_ratio", { title: "Packet loss", share: true }],
  ["webrtc_concealment_ratio", { title: "Concealed audio", share: true }],
  ["webrtc_freeze_ratio", { title: "Frozen video", share: true }],
  ["webrtc_jitter_ms", { title: "Jitter" }],
  ["webrtc_playout_ms", { title: "Playout delay" }],
  ["webrtc_stalled_polls_total", { title: "Stalled polls" }],
  ["webrtc_discard_ratio", { title: "Discarded packets", share: true }],
  ["webrtc_frames_dropped_total", { title: "Dropped frames" }],
  ["webrtc_sent_packet_loss_ratio", { title: "Sent packets lost", share: true }],
  ["webrtc_retransmitted_ratio", { title: "Packets sent again", share: true }],
  ["webrtc_quality_limited_ratio", { title: "Sent pictures held down", share: true }],
  ["webrtc_frame_rate", { title: "Frames per second", rows: true }],
  ["webrtc_frame_height", { title: "Height of the picture", rows: true }],
  ["webrtc_bitrate_kbps", { title: "Kilobits per second", rows: true }],
];

export function open(root: HTMLElement): View {
  const reading = feed<Metrics>("/api/v1/metrics", (result) => {
    const missing = message("empty", "This gateway does not hand out distributions. Update it.");
    render(root, heading("Calls", since(result)), content(result, "the distributions", missing, show));
  });
  return { update: (_state: State | undefined) => reading.refresh(), leave: reading.stop };
}

function since(result: { kind: string; data?: Metrics }): Child {
  if (!result.data) return "Distributions, not averages.";
  return ["Distributions, not averages. Everything since ", stamp(result.data.since), "."];
}

function show({ metrics }: Metrics): Child {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const blocks = (all: Block[]) =>
    h(
      "div",
      { class: "metrics" },
      ...all.map(([name, options]) => metricBlock(name, byName.get(name), options)),
    );
  return [
    firstSteps(metrics),
    section("captions", "Captions", blocks(CAPTIONS)),
    section("translation", "Translations", blocks(TRANSLATION)),
    section("setup", "Connections and devices", blocks(CONNECTION)),
    section("media", "Media", blocks(MEDIA)),
  ];
}
