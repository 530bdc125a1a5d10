// Round trip, loss and concealment of each track, and the audio's score.

import type { NetworkPoll, Session } from "../../api";
import { percent, quantity } from "../../text";
import { around, type Lane, label, line, path } from "../lane";
import { ceiling, type Scale, visible, x } from "../scale";

/** Polls are some seconds apart; where nothing came for this long, the line breaks. */
const GAP_MS = 15_000;
const ROW = 38;
const HEAD = 13;

interface Row {
  title: string;
  value(poll: NetworkPoll): number | null;
  least: number;
  words(value: number): string;
}

const ROWS: Row[] = [
  { title: "round trip", value: ({ rtt }) => rtt, least: 50, words: (value) => quantity(value, "ms") },
  { title: "loss", value: ({ loss }) => loss, least: 0.01, words: (value) => percent(value, 1) },
  {
    title: "concealed",
    value: ({ concealment }) => concealment,
    least: 0.01,
    words: (value) => percent(value, 1),
  },
];

export const network: Lane = {
  id: "network",
  title: "Network",
  height: () => ROWS.length * ROW,
  draw(session, scale) {
    const tracks = byTrack(session.network);
    const stalls = session.network.filter((poll) => poll.stalled && visible(scale, poll.at));
    return [
      ...ROWS.flatMap((row, index) => drawRow(row, index * ROW, session.network, tracks, scale)),
      path("stalled", stalls.map(({ at }) => `M${x(scale, at)} 0v${ROWS.length * ROW}`).join("")),
    ];
  },
  read(session, at, near) {
    const polls = session.network.filter((poll) => Math.abs(poll.at - at) <= Math.max(near, 2000));
    return nearestOfTrack(polls, at).map(words).slice(0, 4);
  },
};

function drawRow(
  row: Row,
  top: number,
  polls: NetworkPoll[],
  tracks: NetworkPoll[][],
  scale: Scale,
): SVGElement[] {
  const values = polls.flatMap((poll) => row.value(poll) ?? []);
  const most = ceiling(values, row.least);
  const bottom = top + ROW - 3;
  const y = (value: number) => bottom - (value / most) * (ROW - HEAD - 3);
  const lines = tracks.map((track) => {
    const points = track.flatMap((poll) => {
      const value = row.value(poll);
      return value === null ? [] : [{ at: poll.at, value }];
    });
    return line(scale, points, GAP_MS, y);
  });
  return [
    path("grid", `M0 ${bottom}h${scale.width}`),
    path("line", lines.join("")),
    label(values.length > 0 ? `${row.title}, 0 to ${row.words(most)}` : `${row.title}: none`, 2, top + 10),
  ];
}

function byTrack(polls: NetworkPoll[]): NetworkPoll[][] {
  const tracks = new Map<string, NetworkPoll[]>();
  for (const poll of polls) {
    const key = `${poll.connection} ${poll.track} ${poll.direction}`;
    const track = tracks.get(key);
    if (track) track.push(poll);
    else tracks.set(key, [poll]);
  }
  return [...tracks.values()];
}

function nearestOfTrack(polls: NetworkPoll[], at: number): NetworkPoll[] {
  return byTrack(polls).flatMap((track) => {
    const sorted = [...track].sort((one, other) => Math.abs(one.at - at) - Math.abs(other.at - at));
    return sorted[0] ?? [];
  });
}

function words(poll: NetworkPoll): string {
  const { media, direction, rtt, loss, jitter_buffer, concealment, freeze, stalled } = poll;
  return [
    `${media ?? "media"} ${direction === "in" ? "received" : "sent"}`,
    stalled && "stalled",
    rtt !== null && `round trip ${quantity(rtt, "ms")}`,
    loss !== null && `loss ${percent(loss, 1)}`,
    jitter_buffer !== null && `jitter buffer ${quantity(jitter_buffer, "ms")}`,
    concealment !== null && `concealed ${percent(concealment, 1)}`,
    freeze ? `frozen ${percent(freeze, 0)}` : "",
  ]
    .filter(Boolean)
    .join(", ");
}

export const audio: Lane = {
  id: "audio",
  title: "Audio",
  height: () => ROW,
  draw({ audio }: Session, scale) {
    const points = audio.flatMap(({ at, score }) => (score === null ? [] : [{ at, value: score }]));
    const y = (value: number) => ROW - 3 - value * (ROW - HEAD - 3);
    const stalls = audio.filter(({ at, stalled }) => stalled && visible(scale, at));
    return [
      path("grid", `M0 ${ROW - 3}h${scale.width}`),
      path("line", line(scale, points, 3 * GAP_MS, y)),
      path("stalled", stalls.map(({ at }) => `M${x(scale, at)} ${HEAD}v${ROW - HEAD}`).join("")),
      label(points.length > 0 ? "score of 10 s, 0 to 1" : "score: none", 2, 10),
    ];
  },
  read({ audio }, at, near) {
    return around(audio, (window) => window.at, at, Math.max(near, 5000)).map(
      ({ score, delay, loss, stalled }) =>
        [
          stalled ? "stalled" : score === null ? "no score" : `score ${quantity(score, null)}`,
          delay !== null && `delay ${quantity(delay, "ms")}`,
          loss !== null && `loss ${percent(loss, 1)}`,
        ]
          .filter(Boolean)
          .join(", "),
    );
  },
};
