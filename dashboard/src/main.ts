// The dashboard: the stream keeps the state, the address says which view shows it.

import type { State } from "./api";
import { find, render } from "./dom";
import { connect } from "./live";
import { message } from "./parts";
import { parse, type Route, same, TITLES } from "./router";
import type { Open, View } from "./view";
import { open as overview } from "./views/overview";

/** The overview comes with the page, every other view when somebody goes there. */
const VIEWS: Record<Route["name"], () => Promise<{ open: Open }>> = {
  overview: async () => ({ open: overview }),
  objective: () => import("./views/objective"),
  calls: () => import("./views/calls"),
  pages: () => import("./views/pages"),
  errors: () => import("./views/errors"),
  error: () => import("./views/error"),
  pipeline: () => import("./views/pipeline"),
  sessions: () => import("./views/sessions"),
  session: () => import("./views/session"),
};

const root = find(document, "#view");
let state: State | undefined;
let view: View | undefined;
let route: Route | undefined;
/** What could not be loaded, until it is. */
let missed: Route | undefined;

async function go(): Promise<void> {
  const next = parse(location.hash);
  if (route && same(route, next)) return;
  const entered = route !== undefined;
  route = next;
  view?.leave?.();
  view = undefined;
  document.documentElement.dataset.route = next.name;
  document.title = `${next.argument || TITLES[next.name]} · Honeyguide`;
  for (const link of document.querySelectorAll<HTMLElement>("[data-nav]")) {
    if (link.dataset.nav === next.section) link.setAttribute("aria-current", "page");
    else link.removeAttribute("aria-current");
  }
  // The message stays until there is something better.
  if (!missed || !same(missed, next)) render(root);
  try {
    const { open } = await VIEWS[next.name]();
    // The viewer may have gone on meanwhile.
    if (route !== next) return;
    if (missed) render(root);
    missed = undefined;
    view = open(root, next.argument, state);
    // Where the page was opened, the browser's own start is right.
    if (entered) enter();
  } catch (error) {
    if (route !== next) return;
    console.error(error);
    route = undefined;
    if (missed && same(missed, next)) beginAnew();
    missed = next;
    render(
      root,
      message("error", "This view could not be loaded. It is tried again as soon as the gateway is live."),
    );
  }
}

const ANEW = "honeyguide-anew";
const ANEW_EVERY_MS = 60_000;

/**
 * The gateway is live, and the view fails again: some browsers keep a script that once failed as failed for as long as
 * the page lives, and another version of the gateway has scripts of other names. A fresh page has neither trouble. Not
 * more than once a minute, lest the page does nothing else.
 */
function beginAnew(): void {
  try {
    const last = Number(sessionStorage.getItem(ANEW) ?? 0);
    if (Date.now() - last < ANEW_EVERY_MS) return;
    sessionStorage.setItem(ANEW, String(Date.now()));
  } catch {
    // Without a memory nothing would hold it back.
    return;
  }
  location.reload();
}

/** Loads every view while nothing else is to do, so that they open while the gateway is away. */
function loadAll(): void {
  const all = async () => {
    // Each by itself: a failure is told when somebody goes there.
    for (const load of Object.values(VIEWS)) await load().catch(() => undefined);
  };
  if ("requestIdleCallback" in window) requestIdleCallback(() => void all());
  // Safari has none.
  else setTimeout(all, 1000);
}

/** The focus goes to the view's name, so that the keyboard and a screen reader go on from there. */
function enter(): void {
  scrollTo(0, 0);
  (root.querySelector("h1") ?? root).focus({ preventScroll: true });
}

find(document, "#skip").addEventListener("click", (event) => {
  // The address is the route's.
  event.preventDefault();
  root.focus();
});
addEventListener("hashchange", () => void go());
void go();
connect((next) => {
  const isFirst = state === undefined;
  state = next;
  view?.update(next);
  if (missed && !route) void go();
  if (isFirst) loadAll();
});
