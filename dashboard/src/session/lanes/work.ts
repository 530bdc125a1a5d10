// What took time: the connection's setup, long tasks, requests, translations, spans. And errors, which took none.

import type { Session } from "../../api";
import { attributeWords, plain, quantity } from "../../text";
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

/** What many sessions have nothing of. */
const OPTIONAL = new Set(["caption_gaps", "call_events", "page", "events"]);

/** A lane of boxes, laid in rows so that they do not cover one another. */
function boxes(id: string, title: string, most: number, pieces: (session: Session) => Piece[]): Lane {
  const rows = (session: Session) => Math.max(1, ...pack(pieces(session), most).map(({ row }) => row + 1));
  return {
    id,
    title,
    has: OPTIONAL.has(id) ? (session) => pieces(session).length > 0 : undefined,
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
  main_thread.map(({ at, duration, script, invoker }) => ({
    at,
    end: at + (duration ?? 0),
    kind: "busy-box",
    failed: false,
    words: [`busy for ${quantity(duration, "ms")}`, script, invoker].filter(Boolean).join(", "),
  })),
);

export const requests = boxes("requests", "Requests", 4, ({ requests }) =>
  requests.map(({ at, duration, service, outcome, status, route, method }) => ({
    at,
    end: at + (duration ?? 0),
    kind: "good-box",
    failed: !["ok", "client_error", "aborted", "offline"].includes(outcome),
    words: [
      service,
      [method, route].filter(Boolean).join(" "),
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

export const gaps = boxes("caption_gaps", "Caption gaps", 1, ({ caption_gaps }) =>
  caption_gaps.map(({ at, duration, language }) => ({
    at: at - (duration ?? 0),
    end: at,
    kind: "failed-box",
    failed: false,
    words: [`no caption for ${quantity(duration, "ms")} of speech`, language].filter(Boolean).join(", "),
  })),
);

/** Events of a call that are no good news; a call that its own page ended is none of them. */
const TROUBLE = /^(interrupted|resuming|reconnecting|disconnected)$|fail|blocked|lost/;
/** These tell how long the state lasted that they ended, which was no trouble. */
const ENDED = /^(resuming|reconnecting|disconnected)$/;

export const callEvents = boxes("call_events", "Call events", 3, ({ call_events, media_requests }) =>
  [
    ...call_events.map(({ at, event, media, role, reason, quality, path_type, duration }) => ({
      at: at - (ENDED.test(event) ? 0 : (duration ?? 0)),
      end: at,
      // What it says of is the interruption that is over.
      kind: /^(recovered|reconnected)$/.test(event) ? "failed-box" : "good-box",
      failed:
        (TROUBLE.test(event) && reason !== "client_initiated") || quality === "poor" || quality === "lost",
      words: [
        plain(event),
        media,
        role,
        quality && `quality ${quality}`,
        path_type && `path ${path_type}`,
        reason && plain(reason),
        duration !== null && `${ENDED.test(event) ? "before that for" : "after"} ${quantity(duration, "ms")}`,
      ]
        .filter(Boolean)
        .join(", "),
    })),
    ...media_requests.map(({ at, media, outcome, duration }) => ({
      at,
      end: at + (duration ?? 0),
      kind: "good-box",
      failed: outcome !== "ok",
      words: `${plain(media ?? "media")} asked for: ${outcome}, answered after ${quantity(duration, "ms")}`,
    })),
  ].sort((one, other) => one.at - other.at),
);

export const pageLane = boxes("page", "Page", 2, ({ views, visibility }) =>
  [
    ...visibility
      .filter(({ state }) => state === "hidden")
      .map(({ at, duration }) => ({
        at: at - (duration ?? 0),
        end: at,
        kind: "hidden-box",
        failed: false,
        words: `hidden for ${quantity(duration, "ms")}`,
      })),
    ...views.map(({ at, route, reason, painted }) => ({
      at,
      end: at + (painted ?? 0),
      kind: "good-box",
      failed: false,
      words: [
        `view ${route ?? "–"}`,
        reason && plain(reason),
        painted !== null && `painted after ${quantity(painted, "ms")}`,
      ]
        .filter(Boolean)
        .join(", "),
    })),
  ].sort((one, other) => one.at - other.at),
);

export const events = boxes("events", "App's events", 3, ({ events }) =>
  events.map(({ at, name, attributes }) => ({
    at,
    end: at,
    kind: "good-box",
    failed: false,
    words: [name, attributeWords(attributes)].filter(Boolean).join(": "),
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
