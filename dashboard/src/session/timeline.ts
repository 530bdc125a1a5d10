// One time axis with a lane for each kind of thing that happened. Dragging zooms; the pointer and the arrow keys
// move a cursor whose moment is read in every lane.

import type { Session } from "../api";
import { find, h, render, s, styled } from "../dom";
import { causeWords } from "../objectives";
import { clockFraction, clockMinute, clockSecond, utc } from "../text";
import type { Lane } from "./lane";
import { captions, hasParts, isUnseen, PARTS } from "./lanes/captions";
import { audio, network } from "./lanes/network";
import {
  callEvents,
  connection,
  errors,
  events,
  gaps,
  mainThread,
  pageLane,
  requests,
  spans,
  translations,
} from "./lanes/work";
import { type Scale, ticks, time, x } from "./scale";

const LANES: Lane[] = [
  pageLane,
  connection,
  callEvents,
  network,
  audio,
  mainThread,
  captions,
  gaps,
  errors,
  requests,
  translations,
  spans,
  events,
];

/** Below this a range shows nothing more. */
const SHORTEST_MS = 20;
/** A shorter drag is a click. */
const LEAST_DRAG = 6;
const AXIS = 20;

export interface Timeline {
  show(session: Session): void;
  leave(): void;
}

/** Draws into `host`, which belongs to it. */
export function timeline(host: HTMLElement): Timeline {
  let session: Session | undefined;
  let whole: [number, number] = [0, 1];
  let zoom: [number, number] | null = null;
  let cursor: number | null = null;
  let drag: { pointer: number; start: number } | null = null;

  build(host);
  const plots = find(host, ".plots");
  const handle = find(host, ".cursor");
  const selection = find(host, ".selection");
  const resized = new ResizeObserver(() => draw());
  resized.observe(host);

  function area(): { left: number; width: number } {
    const own = plots.getBoundingClientRect();
    const plot = (plots.querySelector(".axis .plot") ?? plots).getBoundingClientRect();
    return { left: plot.left - own.left, width: Math.max(50, plot.width) };
  }

  function scale(): Scale {
    const [from, to] = zoom ?? whole;
    return { from, to, width: area().width };
  }

  function draw(): void {
    if (!session) return;
    const now = scale();
    for (const lane of LANES) {
      const plot = host.querySelector<SVGElement>(`[data-lane="${lane.id}"] svg`);
      if (!plot?.parentElement) continue;
      const isEmpty = lane.has?.(session) === false;
      plot.parentElement.hidden = isEmpty;
      if (isEmpty) continue;
      plot.setAttribute("height", String(lane.height(session)));
      render(plot, ...lane.draw(session, now));
    }
    drawAxis(now);
    showLegend(host, session);
    find(host, "[data-zoom=reset]").toggleAttribute("disabled", zoom === null);
    drawCursor();
  }

  function drawAxis(now: Scale): void {
    const axis = host.querySelector(".axis svg");
    if (!axis) return;
    const { step, at } = ticks(now, 76);
    const words = step < 1000 ? clockFraction : step < 60_000 ? clockSecond : clockMinute;
    const shown = at.filter((one) => x(now, one) < now.width - 50);
    render(
      axis,
      s("path", { class: "grid", d: at.map((one) => `M${x(now, one)} 0v5`).join("") }),
      ...shown.map((one) => s("text", { x: x(now, one) + 2, y: 15, class: "label" }, words(one))),
    );
  }

  function drawCursor(): void {
    const now = scale();
    const at = cursor ?? now.from;
    const left = x(now, at);
    styled(handle, { left: `${area().left + Math.min(now.width, Math.max(0, left))}px` });
    handle.dataset.set = String(cursor !== null);
    handle.setAttribute("aria-valuemin", "0");
    handle.setAttribute("aria-valuemax", String(Math.round(whole[1] - whole[0])));
    handle.setAttribute("aria-valuenow", String(Math.round(at - whole[0])));
    const read = session && cursor !== null ? readLanes(session, cursor, now) : [];
    handle.setAttribute(
      "aria-valuetext",
      [clockFraction(at), ...read.map(({ title, words }) => `${title}: ${words.join("; ")}`)].join(". "),
    );
    showReadout(find(host, ".readout"), cursor, read);
  }

  function setZoom(from: number, to: number): void {
    const [first, last] = whole;
    const span = Math.max(SHORTEST_MS, to - from);
    zoom =
      span >= last - first ? null : [Math.max(first, from), Math.min(last, Math.max(first, from) + span)];
    draw();
  }

  function zoomBy(factor: number): void {
    const { from, to } = scale();
    const middle = cursor !== null && cursor >= from && cursor <= to ? cursor : (from + to) / 2;
    setZoom(middle - (middle - from) * factor, middle + (to - middle) * factor);
  }

  function reset(): void {
    zoom = null;
    draw();
  }

  /** Moves the cursor, and the range with it where it would be left. */
  function move(to: number): void {
    cursor = Math.min(whole[1], Math.max(whole[0], to));
    if (zoom && (cursor < zoom[0] || cursor > zoom[1])) {
      const half = (zoom[1] - zoom[0]) / 2;
      setZoom(cursor - half, cursor + half);
    } else drawCursor();
  }

  const pixels = (event: PointerEvent) => event.clientX - plots.getBoundingClientRect().left - area().left;

  plots.addEventListener("pointerdown", (event) => {
    if (event.button !== 0) return;
    drag = { pointer: event.pointerId, start: pixels(event) };
    plots.setPointerCapture(event.pointerId);
  });
  plots.addEventListener("pointermove", (event) => {
    const here = pixels(event);
    const now = scale();
    if (drag) {
      const [left, right] = [Math.min(drag.start, here), Math.max(drag.start, here)];
      selection.hidden = right - left < LEAST_DRAG;
      styled(selection, { left: `${area().left + left}px`, width: `${right - left}px` });
    }
    cursor = Math.min(now.to, Math.max(now.from, time(now, here)));
    drawCursor();
  });
  plots.addEventListener("pointerup", (event) => {
    if (!drag) return;
    const [left, right] = [Math.min(drag.start, pixels(event)), Math.max(drag.start, pixels(event))];
    drag = null;
    selection.hidden = true;
    const now = scale();
    if (right - left >= LEAST_DRAG) setZoom(time(now, left), time(now, right));
    else handle.focus({ preventScroll: true });
  });
  plots.addEventListener("pointercancel", () => {
    drag = null;
    selection.hidden = true;
  });
  plots.addEventListener("dblclick", reset);
  host.addEventListener("click", (event) => {
    const action = event.target instanceof HTMLElement ? event.target.dataset.zoom : undefined;
    if (action === "in") zoomBy(0.5);
    else if (action === "out") zoomBy(2);
    else if (action === "reset") reset();
  });
  host.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    drag = null;
    selection.hidden = true;
    reset();
  });
  handle.addEventListener("keydown", (event) => {
    const { from, to } = scale();
    const at = cursor ?? from;
    const step = (to - from) / 200;
    const actions: Record<string, () => void> = {
      ArrowLeft: () => move(at - step * (event.shiftKey ? 10 : 1)),
      ArrowRight: () => move(at + step * (event.shiftKey ? 10 : 1)),
      PageUp: () => move(at + step * 50),
      PageDown: () => move(at - step * 50),
      Home: () => move(from),
      End: () => move(to),
      "+": () => zoomBy(0.5),
      "-": () => zoomBy(2),
    };
    const action = actions[event.key];
    if (!action) return;
    event.preventDefault();
    action();
  });

  return {
    show(next) {
      session = next;
      whole = extent(next);
      draw();
    },
    leave() {
      resized.disconnect();
    },
  };
}

/** From the first to the last moment of anything, with some room. */
function extent(session: Session): [number, number] {
  const ends = [
    ...session.captions.map(({ at, end }) => end ?? at),
    ...session.spans.map(({ at, duration }) => at + (duration ?? 0)),
    ...session.requests.map(({ at, duration }) => at + (duration ?? 0)),
    ...session.main_thread.map(({ at, duration }) => at + (duration ?? 0)),
    ...session.network.map(({ at }) => at),
    ...[session.call_events, session.events, session.views, session.visibility].flatMap((items) =>
      items.map(({ at }) => at),
    ),
  ];
  const starts = [
    session.captions,
    session.network,
    session.requests,
    session.spans,
    session.errors,
    session.call_events,
    session.events,
    session.views,
  ]
    .flatMap((items) => items[0]?.at ?? [])
    .concat(session.connections.map(({ at, setup }) => at - (setup ?? 0)));
  const first = starts.reduce((one, other) => Math.min(one, other), session.first_at);
  const last = ends.reduce((one, other) => Math.max(one, other), session.last_at);
  const room = Math.max(100, (last - first) * 0.01);
  return [first - room, last + room];
}

function readLanes(session: Session, at: number, now: Scale): { title: string; words: string[] }[] {
  const near = ((now.to - now.from) / now.width) * 6;
  return LANES.map(({ title, read }) => ({ title, words: read(session, at, near) })).filter(
    ({ words }) => words.length > 0,
  );
}

/** Names what this session has. */
function showLegend(host: HTMLElement, session: Session): void {
  const has: Record<string, boolean> = {
    parts: hasParts(session),
    hidden:
      session.captions.some(isUnseen) || session.translations.some(({ outcome }) => outcome === "hidden"),
    stalled: [...session.network, ...session.audio].some(({ stalled }) => stalled),
  };
  for (const entry of host.querySelectorAll<HTMLElement>(".legend > li")) {
    entry.hidden = !has[entry.dataset.needs ?? ""];
  }
  find(host, ".legend").hidden = !Object.values(has).includes(true);
}

function showReadout(readout: Element, at: number | null, read: { title: string; words: string[] }[]): void {
  if (at === null) {
    render(
      readout,
      h("p", { class: "quiet" }, "Point at the lanes, or press the arrow keys, to read a moment."),
    );
    return;
  }
  render(
    readout,
    h("p", { class: "strong number" }, h("time", { title: utc(at) }, clockFraction(at))),
    h(
      "dl",
      {},
      ...read.map(({ title, words }) =>
        h("div", {}, h("dt", {}, title), ...words.map((one) => h("dd", {}, one))),
      ),
    ),
    read.length === 0 && h("p", { class: "quiet" }, "Nothing at this moment."),
  );
}

function build(host: HTMLElement): void {
  const lane = ({ id, title, axis }: Lane) =>
    h(
      "div",
      { class: "lane", "data-lane": id },
      h("div", { class: "lane-name" }, title, axis && h("span", { class: "second" }, axis)),
      s("svg", { class: "plot", "aria-hidden": "true" }),
    );
  const key = (kind: string) => h("span", { class: "key", "data-key-of": kind, "aria-hidden": "true" });
  const button = (zoom: string, words: string) => h("button", { type: "button", "data-zoom": zoom }, words);
  render(
    host,
    h(
      "div",
      { class: "buttons" },
      button("in", "Zoom in"),
      button("out", "Zoom out"),
      button("reset", "Whole session"),
      h(
        "p",
        { class: "second" },
        "Drag to zoom, double click or Escape to go back. Arrow keys move the cursor, + and − zoom.",
      ),
    ),
    h(
      "ul",
      { class: "legend" },
      ...PARTS.map((part) =>
        h(
          "li",
          { "data-part": part, "data-needs": "parts" },
          h("span", { class: "swatch", "aria-hidden": "true" }),
          causeWords(part),
        ),
      ),
      h("li", { "data-needs": "parts" }, key("bound"), "250\u202fms"),
      h("li", { "data-needs": "parts" }, h("s", { class: "retracted-key" }, "3"), " words retracted"),
      h(
        "li",
        { "data-needs": "parts" },
        h("span", { class: "failed-key", "aria-hidden": "true" }, "◆"),
        " failed or never painted",
      ),
      h("li", { "data-needs": "hidden" }, key("hidden"), "the page was hidden, or the line closed"),
      h("li", { "data-needs": "stalled" }, key("stalled"), "stalled: nothing arrived"),
    ),
    h(
      "div",
      { class: "plots" },
      ...LANES.map(lane),
      h(
        "div",
        { class: "lane axis" },
        h("div", { class: "lane-name" }, "Time"),
        s("svg", { class: "plot", height: AXIS, "aria-hidden": "true" }),
      ),
      h("div", { class: "selection", hidden: true }),
      h("div", {
        class: "cursor",
        role: "slider",
        tabindex: "0",
        "aria-label": "Moment",
        "aria-orientation": "horizontal",
      }),
    ),
    h("div", { class: "readout" }),
  );
}
