// What a view is, and what every view that reads an endpoint says while it has nothing to show.

import type { State } from "./api";
import { type Child, h } from "./dom";
import type { Result } from "./feed";
import { message } from "./parts";

export interface View {
  /** Something new arrived. */
  update(state: State | undefined): void;
  /** The viewer goes elsewhere. */
  leave?(): void;
}

/** Shows the view in `root`. `argument` is what follows its name in the address. */
export type Open = (root: HTMLElement, argument: string, state: State | undefined) => View;

/** The name of the page, and in the window's title. Gets the focus when a view is entered. */
export function heading(title: string, lead?: Child): Child {
  return [h("h1", { tabindex: "-1" }, title), lead ? h("p", { class: "lead" }, lead) : null];
}

/** What came of an endpoint: the content, or why there is none. */
export function content<Data>(
  result: Result<Data>,
  what: string,
  missing: Child,
  show: (data: Data) => Child,
): Child {
  switch (result.kind) {
    case "loading":
      return message("loading", `Loading ${what}…`);
    case "missing":
      return missing;
    case "failed":
      return message(
        "error",
        `The gateway does not hand out ${what}`,
        h("p", {}, `${result.why}. It is asked again as soon as it is live.`),
      );
    case "data":
      return [
        result.stale
          ? message(
              "error",
              "The gateway does not answer",
              h("p", {}, `What you see is older: ${result.stale}.`),
            )
          : null,
        show(result.data),
      ];
  }
}
