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
const WIDEST = 8;
/** Updates are some hundred milliseconds apart: between two, the nearer one is read. */
const NEAR_MS = 500;

export const captions: Lane = {
  id: "captions",
  title: "Captions",
  axis: "latency, ms",
  height: () => TOP + BARS + FOOT,
  draw(session, scale) {
    const most = ceiling(session.captions.map(known), 100);
    const shown = session.captions.filter(({ at, end }) => visible(scale, at, end ?? at));
    const width = barWidth(shown, scale);
    return [
      path("grid", `M0 ${TOP}h${scale.width}M0 ${TOP + BARS / 2}h${scale.width}`),
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
      label(quantity(most, "ms"), 2, TOP - 3),
      label(quantity(most / 2, "ms"), 2, TOP + BARS / 2 - 3),
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
  return outcome === "hidden" ? "the page was hidden" : plain(outcome);
}

/** Whether any caption has a part, so that the parts need a legend. */
export function hasParts(session: Session): boolean {
  return session.captions.some((one) => PARTS.some((part) => one[part] !== null));
}
