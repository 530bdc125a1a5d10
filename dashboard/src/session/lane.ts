// A lane of the timeline, and the strokes that lanes are drawn with. Many items share one path, so that a long
// session draws at once.

import type { Session } from "../api";
import { s } from "../dom";
import { round, type Scale, visible, x } from "./scale";

export interface Lane {
  id: string;
  title: string;
  /** What the height means, with its unit. */
  axis?: string;
  /** Left out where the session has nothing of the kind; always there where this is missing. */
  has?: ((session: Session) => boolean) | undefined;
  height(session: Session): number;
  /** In pixels, from the lane's upper left corner. */
  draw(session: Session, scale: Scale): SVGElement[];
  /** What there is at a moment, within `near` milliseconds; empty where there is nothing. */
  read(session: Session, at: number, near: number): string[];
}

/** A box from `at` to `end`, at least two pixels wide. */
export function box(scale: Scale, at: number, end: number, top: number, height: number): string {
  const left = x(scale, at);
  const width = Math.max(2, x(scale, end) - left);
  return `M${round(left)} ${round(top)}h${round(width)}v${round(height)}h${round(-width)}z`;
}

/** What went wrong has another shape too. */
export function diamond(scale: Scale, at: number, middle: number, size = 5): string {
  const left = x(scale, at);
  return `M${round(left - size)} ${middle}l${size} ${-size}l${size} ${size}l${-size} ${size}z`;
}

export function path(kind: string, d: string): SVGElement {
  return s("path", { class: kind, d });
}

export function label(words: string, left: number, top: number, kind = "label"): SVGElement {
  return s("text", { x: round(left), y: round(top), class: kind }, words);
}

export interface Interval {
  at: number;
  end: number;
}

/** Each item's row, so that no two in a row overlap; what finds no place is laid over the last row. */
export function pack<Item extends Interval>(items: Item[], rows: number): { item: Item; row: number }[] {
  const ends = new Array<number>(rows).fill(Number.NEGATIVE_INFINITY);
  return items.map((item) => {
    const free = ends.findIndex((end) => end <= item.at);
    const row = free < 0 ? rows - 1 : free;
    ends[row] = item.end;
    return { item, row };
  });
}

/** The items that hold the moment; where none does, the nearest. */
export function around<Item extends { at: number }>(
  items: Item[],
  end: (item: Item) => number,
  at: number,
  near: number,
): Item[] {
  const holding = items.filter((item) => item.at <= at && end(item) >= at);
  if (holding.length > 0) return holding.slice(0, 3);
  let nearest: Item | undefined;
  let distance = near;
  for (const item of items) {
    const away = Math.min(Math.abs(item.at - at), Math.abs(end(item) - at));
    if (away <= distance) {
      nearest = item;
      distance = away;
    }
  }
  return nearest ? [nearest] : [];
}

/** A line through points; it breaks where more than `gap` passes without one. */
export function line(
  scale: Scale,
  points: { at: number; value: number }[],
  gap: number,
  y: (value: number) => number,
): string {
  let d = "";
  let before = Number.NEGATIVE_INFINITY;
  for (const { at, value } of points) {
    if (!visible(scale, at - gap, at + gap)) continue;
    const joined = at - before <= gap;
    d += `${joined ? "L" : "M"}${round(x(scale, at))} ${round(y(value))}`;
    // A point by itself still shows.
    if (!joined) d += "h1";
    before = at;
  }
  return d;
}
