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
  ["caption_latency_part_ms", { title: "Caption latency by part", split: "part" }],
];

const TRANSLATION: Block[] = [
  ["translation_ttft_ms", { title: "Time to the first token", marks: [450] }],
  ["translation_duration_ms", { title: "Time to the whole translation" }],
  ["translation_accuracy_ratio", { title: "Translation scores" }],
  ["translation_requests_total", { title: "Translation requests" }],
];

const MEDIA: Block[] = [
  ["webrtc_connection_duration_ms", { title: "Call setup", marks: [2000] }],
  ["webrtc_connections_total", { title: "Calls" }],
  ["webrtc_rtt_ms", { title: "Round trip" }],
  ["webrtc_jitter_buffer_ms", { title: "Jitter buffer" }],
  ["audio_quality_score", { title: "Audio quality", marks: [0.85] }],
  ["webrtc_packet_loss_ratio", { title: "Packet loss", share: true }],
  ["webrtc_concealment_ratio", { title: "Concealed audio", share: true }],
  ["webrtc_freeze_ratio", { title: "Frozen video", share: true }],
  ["webrtc_stalled_polls_total", { title: "Stalled polls" }],
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
    section("media", "Connection and media", blocks(MEDIA)),
  ];
}
