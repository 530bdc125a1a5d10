// Words for a session.

import type { SessionState } from "../api";

export const SESSION_WORDS: Record<SessionState, string> = {
  live: "live",
  left: "left",
  unfinished: "unfinished",
};

/** What a state means, as the rest of a sentence. */
export const SESSION_MEANING: Record<SessionState, string> = {
  live: "a page of it is open and sends.",
  left: "the viewer left, and the last page said so.",
  unfinished: "it fell silent without a goodbye: a crash, a lost network, or a page that was put to sleep.",
};

/** Ordered: most browsers also name the ones that they descend from. */
const BROWSERS: [name: string, pattern: RegExp][] = [
  ["Edge", /Edg\/(\d+)/],
  ["Firefox", /Firefox\/(\d+)/],
  ["Chrome", /(?:Headless)?Chrome\/(\d+)/],
  ["Safari", /Version\/(\d+).*Safari/],
];

/** A browser's name and main version. */
export function browserName(userAgent: string | null): string {
  for (const [name, pattern] of BROWSERS) {
    const version = pattern.exec(userAgent ?? "")?.[1];
    if (version) return `${name}\u202f${version}`;
  }
  return userAgent ? "another browser" : "–";
}
