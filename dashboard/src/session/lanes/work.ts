// What took time: the connection's setup, long tasks, requests, translations, spans. And errors, which took none.

import type { Session } from "../../api";
import { plain, quantity } from "../../text";
import { around, box, diamond, type Interval, type Lane, pack, path } from "../lane";
import { visible } from "../scale";

const ROW = 11;
const BAR = 8;

interface Piece extends Interval {
  kind: string;
  failed: boolean;
  words: string;
  /** Where the first part of it ended, such as the wait for a token. */
  first?: number | undefined;
}

/** A lane of boxes, laid in rows so that they do not cover one another. */
function boxes(id: string, title: string, most: number, pieces: (session: Session) => Piece[]): Lane {
  const rows = (session: Session) => Math.max(1, ...pack(pieces(session), most).map(({ row }) => row + 1));
  return {
    id,
    title,
    height: (session) => rows(session) * ROW + 5,
    draw(session, scale) {
      const paths = new Map<string, string>();
      const add = (kind: string, d: string) => paths.set(kind, (paths.get(kind) ?? "") + d);
      for (const { item, row } of pack(pieces(session), most)) {
        if (!visible(scale, item.at, item.end)) continue;
        const top = 4 + row * ROW;
        add(item.failed ? "failed-box" : item.kind, box(scale, item.at, item.end, top, BAR));
        if (item.first !== undefined) add("first", box(scale, item.at, item.first, top, BAR));
        if (item.failed) add("failed", diamond(scale, item.at, top + BAR / 2, 4));
      }
      return [...paths].map(([kind, d]) => path(kind, d));
    },
    read: (session, at, near) =>
      around(pieces(session), ({ end }) => end, at, near).map(({ words }) => words),
  };
}

export const connection = boxes("connection", "Connection", 2, ({ connections }) =>
  connections.map(({ at, outcome, setup, path_type }) => ({
    at: at - (setup ?? 0),
    end: at,
    kind: "good-box",
    failed: outcome !== "connected",
    words: [
      plain(outcome),
      setup !== null && `in ${quantity(setup, "ms")}`,
      path_type && `path ${plain(path_type)}`,
    ]
      .filter(Boolean)
      .join(", "),
  })),
);

export const mainThread = boxes("main_thread", "Main thread", 1, ({ main_thread }) =>
  main_thread.map(({ at, duration }) => ({
    at,
    end: at + (duration ?? 0),
    kind: "busy-box",
    failed: false,
    words: `busy for ${quantity(duration, "ms")}`,
  })),
);

export const requests = boxes("requests", "Requests", 4, ({ requests }) =>
  requests.map(({ at, duration, service, outcome, status }) => ({
    at,
    end: at + (duration ?? 0),
    kind: "good-box",
    failed: !["ok", "client_error", "aborted", "offline"].includes(outcome),
    words: [
      service,
      plain(outcome),
      status !== null && String(status),
      duration !== null && quantity(duration, "ms"),
    ]
      .filter(Boolean)
      .join(", "),
  })),
);

export const translations = boxes("translations", "Translations", 3, ({ translations }) =>
  translations.map(({ at, ttft, duration, accuracy, outcome, from, to }) => ({
    at,
    end: at + (duration ?? ttft ?? 0),
    kind: outcome === "hidden" ? "hidden-box" : "good-box",
    first: ttft === null ? undefined : at + ttft,
    // Of a hidden page nobody knows when the token would have been seen: nothing failed.
    failed: outcome !== "ok" && outcome !== "hidden",
    words: [
      from && to && `${from} → ${to}`,
      outcome === "hidden" ? "the page was hidden" : plain(outcome),
      ttft === null ? outcome !== "hidden" && "no token" : `first token after ${quantity(ttft, "ms")}`,
      duration !== null && `done after ${quantity(duration, "ms")}`,
      accuracy !== null && `score ${quantity(accuracy, null)}`,
    ]
      .filter(Boolean)
      .join(", "),
  })),
);

export const spans = boxes("spans", "Spans", 6, ({ spans }) =>
  spans.map(({ at, duration, name, failed }) => ({
    at,
    end: at + (duration ?? 0),
    kind: "good-box",
    failed,
    words: `${name}, ${quantity(duration, "ms")}${failed ? ", failed" : ""}`,
  })),
);

export const errors: Lane = {
  id: "errors",
  title: "Errors",
  height: () => 18,
  draw({ errors }, scale) {
    const shown = errors.filter(({ at }) => visible(scale, at));
    return [path("failed", shown.map(({ at }) => diamond(scale, at, 9)).join(""))];
  },
  read({ errors }, at, near) {
    return around(errors, (error) => error.at, at, near).map(({ type, message }) =>
      [type ?? "error", message].filter(Boolean).join(": "),
    );
  },
};
