// Which view an address names: `#/`, `#/objective/NAME`, `#/calls`, `#/session/ID` and so on.

export const TITLES = {
  overview: "Overview",
  objective: "Objective",
  calls: "Calls",
  pages: "Pages",
  pipeline: "Pipeline",
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

/** An address that names no view is the overview. */
export function parse(hash: string): Route {
  const [name = "", argument = ""] = hash.replace(/^#\/?/, "").split("/");
  if (name === "objective" && argument) return { name, argument: decode(argument), section: "overview" };
  if (name === "session" && argument) return { name, argument: decode(argument), section: "sessions" };
  if (name === "calls" || name === "pages" || name === "pipeline" || name === "sessions") {
    return { name, argument: "", section: name };
  }
  return { name: "overview", argument: "", section: "overview" };
}

export function same(one: Route, other: Route): boolean {
  return one.name === other.name && one.argument === other.argument;
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
