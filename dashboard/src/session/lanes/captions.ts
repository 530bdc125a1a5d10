// Each caption stands where it was emitted: as high as its latency, made of its four parts.

import type { Caption, Session } from "../../api";
import { causeWords } from "../../objectives";
import { count, plain, quantity } from "../../text";
import { around, diamond, type Lane, label, path } from "../lane";
import { ceiling, round, type Scale, visible, x } from "../scale";

export const PARTS = ["network", "main_thread", "app", "render"] as const;

const TOP = 14;
const BARS = 84;
const FOOT = 18;
/** The most that an objective of the catalogue allows a caption. */
const BOUND_MS = 250;
const BAND = 14;
const WIDEST = 8;
/** Updates are some hundred milliseconds apart: between two, the nearer one is read. */
const NEAR_MS = 500;

export const captions: Lane = {
  id: "captions",
  title: "Captions",
  axis: "latency, ms",
  height: () => TOP + BARS + FOOT,
  draw(session, scale) {
    const shown = session.captions.filter(({ at, end }) => visible(scale, at, end ?? at));
    // Of what is shown: one late caption elsewhere must not press all others flat.
    const most = ceiling(shown.map(known), 100);
    const bound = TOP + BARS - (BOUND_MS / most) * BARS;
    const hasBound = most >= BOUND_MS;
    const width = barWidth(shown, scale);
    return [
      path("grid", `M0 ${TOP}h${scale.width}M0 ${TOP + BARS / 2}h${scale.width}`),
      path("hidden", hiddenBands(session.captions, scale)),
      ...PARTS.map((part) =>
        path(`part-${part}`, shown.map((one) => bar(one, part, scale, most, width)).join("")),
      ),
      path(
        "undecided",
        shown
          .filter(({ undecided }) => undecided)
          .map((one) => outline(one, scale, most, width))
          .join(""),
      ),
      path(
        "failed",
        shown
          .filter(isMissing)
          .map(({ at }) => diamond(scale, at, TOP + BARS - 6))
          .join(""),
      ),
      ...retractions(shown, scale),
      path("bound", hasBound ? `M0 ${round(bound)}h${scale.width}` : ""),
      label(count(most), 2, TOP - 3),
      // Where the bound's own number would cover it, that number is enough.
      ...(hasBound && Math.abs(bound - TOP - BARS / 2) < 12
        ? []
        : [label(count(most / 2), 2, TOP + BARS / 2 - 3)]),
      ...(hasBound && bound - TOP >= 12 ? [label(count(BOUND_MS), 2, bound - 3)] : []),
    ];
  },
  read(session, at, near) {
    return around(session.captions, ({ at, end }) => end ?? at, at, Math.max(near, NEAR_MS)).map(words);
  },
};

/** The sum of the known parts, where there is no latency. */
function known(caption: Caption): number {
  return caption.latency ?? PARTS.reduce((total, part) => total + Math.max(0, caption[part] ?? 0), 0);
}

/** Never painted, and nobody's fault: the page was hidden, or the caption's line was closed before. */
export function isUnseen({ outcome }: Caption): boolean {
  return outcome === "hidden" || outcome === "unseen";
}

/** A hatched band for each stretch of captions that nobody could see, so that it is no gap. */
function hiddenBands(captions: Caption[], scale: Scale): string {
  const bottom = TOP + BARS;
  let d = "";
  const draw = (from: number, to: number) => {
    if (!visible(scale, from, to)) return;
    const left = Math.max(-BAND, x(scale, from));
    const width = Math.max(4, Math.min(scale.width + BAND, x(scale, to)) - left);
    d += `M${round(left)} ${bottom}v${-BAND}h${round(width)}v${BAND}z`;
    for (let along = 0; along + 4 <= width; along += 6) {
      const reach = Math.min(BAND, width - along);
      d += `M${round(left + along)} ${bottom}l${round(reach)} ${round(-reach)}`;
    }
  };
  let run: [from: number, to: number] | null = null;
  for (const caption of captions) {
    if (isUnseen(caption)) run = [run?.[0] ?? caption.at, caption.at];
    else if (run) {
      draw(...run);
      run = null;
    }
  }
  if (run) draw(...run);
  return d;
}

function isMissing({ outcome, end }: Caption): boolean {
  return end === null && outcome === "missing";
}

function barWidth(shown: Caption[], { width }: Scale): number {
  return Math.max(1.5, Math.min(WIDEST, (width / Math.max(1, shown.length)) * 0.7));
}

function bar(
  caption: Caption,
  part: (typeof PARTS)[number],
  scale: Scale,
  most: number,
  width: number,
): string {
  let below = 0;
  for (const one of PARTS) {
    if (one === part) break;
    below += Math.max(0, caption[one] ?? 0);
  }
  const value = Math.max(0, caption[part] ?? 0);
  if (value === 0) return "";
  const height = (value / most) * BARS;
  const bottom = TOP + BARS - (below / most) * BARS;
  return `M${round(x(scale, caption.at))} ${round(bottom)}h${width}v${round(-height)}h${-width}z`;
}

function outline(caption: Caption, scale: Scale, most: number, width: number): string {
  const height = Math.max(3, (known(caption) / most) * BARS);
  return `M${round(x(scale, caption.at))} ${TOP + BARS}h${width}v${round(-height)}h${-width}z`;
}

/** Struck through by count, where there is room for the number; else a stroke. */
function retractions(shown: Caption[], scale: Scale): SVGElement[] {
  const drawn: SVGElement[] = [];
  let strokes = "";
  let free = 0;
  for (const { at, retracted } of shown) {
    if (!retracted) continue;
    const left = x(scale, at);
    const words = count(retracted);
    if (left >= free && left >= 0) {
      drawn.push(label(words, left, TOP + BARS + 13, "retracted"));
      free = left + words.length * 8 + 6;
    } else {
      strokes += `M${round(left)} ${TOP + BARS + 9}h3`;
    }
  }
  return [path("strokes", strokes), ...drawn];
}

function words(caption: Caption): string {
  const parts = PARTS.flatMap((part) => {
    const value = caption[part];
    return value === null ? [] : [`${causeWords(part)} ${quantity(value, null)}`];
  });
  const { latency, outcome, undecided, displayed, retracted, language, error } = caption;
  return [
    latency === null ? outcomeWords(outcome) : quantity(latency, "ms"),
    latency !== null && error ? `±\u202f${quantity(error, "ms")}` : "",
    parts.length > 0 && parts.join(" + "),
    undecided && "undecided",
    displayed !== null && `${count(displayed)} words shown`,
    retracted ? `${count(retracted)} retracted` : "",
    language,
  ]
    .filter(Boolean)
    .join(", ");
}

/** What became of an update. */
export function outcomeWords(outcome: string): string {
  if (outcome === "missing") return "never painted";
  if (outcome === "unseen") return "its line was closed, or the page left, before it could be seen";
  return outcome === "hidden" ? "the page was hidden" : plain(outcome);
}

/** Whether any caption has a part, so that the parts need a legend. */
export function hasParts(session: Session): boolean {
  return session.captions.some((one) => PARTS.some((part) => one[part] !== null));
}
