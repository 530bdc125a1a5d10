// Which view an address names: `#/`, `#/objective/NAME`, `#/calls`, `#/errors/ID`, `#/session/ID` and so on.

export const TITLES = {
  overview: "Overview",
  objective: "Objective",
  calls: "Calls",
  pages: "Pages",
  pipeline: "Pipeline",
  errors: "Errors",
  error: "Error",
  sessions: "Sessions",
  session: "Session",
} as const;

export interface Route {
  name: keyof typeof TITLES;
  /** What follows the name, such as a session. */
  argument: string;
  /** The entry of the navigation that it belongs to. */
  section: keyof typeof TITLES;
}

/** An address that names no view is the overview. What follows a `?` is the view's own. */
export function parse(hash: string): Route {
  const [path = ""] = hash.replace(/^#\/?/, "").split("?");
  const [name = "", argument = ""] = path.split("/");
  if (name === "objective" && argument) return { name, argument: decode(argument), section: "overview" };
  if (name === "session" && argument) return { name, argument: decode(argument), section: "sessions" };
  if (name === "errors" && argument) return { name: "error", argument: decode(argument), section: "errors" };
  if (
    name === "calls" ||
    name === "pages" ||
    name === "errors" ||
    name === "pipeline" ||
    name === "sessions"
  ) {
    return { name, argument: "", section: name };
  }
  return { name: "overview", argument: "", section: "overview" };
}

export function same(one: Route, other: Route): boolean {
  return one.name === other.name && one.argument === other.argument;
}

/** What follows the `?`. */
export function options(hash: string): URLSearchParams {
  return new URLSearchParams(hash.split("?")[1] ?? "");
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
