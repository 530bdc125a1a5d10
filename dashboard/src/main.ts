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
  pipeline: () => import("./views/pipeline"),
  sessions: () => import("./views/sessions"),
  session: () => import("./views/session"),
};

const root = find(document, "#view");
let state: State | undefined;
let view: View | undefined;
let route: Route | undefined;

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
  render(root);
  try {
    const { open } = await VIEWS[next.name]();
    // The viewer may have gone on meanwhile.
    if (route !== next) return;
    view = open(root, next.argument, state);
    // Where the page was opened, the browser's own start is right.
    if (entered) enter();
  } catch (error) {
    console.error(error);
    route = undefined;
    render(
      root,
      message("error", "This view could not be loaded. Check that the gateway runs, then reload the page."),
    );
  }
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
  state = next;
  view?.update(next);
});
