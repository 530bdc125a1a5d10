import type { Options } from "../types";
import type { Known, Own } from "./attributes";
import { NAMES } from "./names";

/** What the app leaves of an item's attributes; nothing where it lets the item go. */
export type Redact = (known: Known, own: Own) => [known: Known, own: Own] | undefined;

/** Asks the app, by the names that objectives and logs have. */
export function redactor(beforeSend: NonNullable<Options["beforeSend"]>): Redact {
  return (known, own) => {
    const named: [string, unknown][] = known.map(([key, text]) => [NAMES[key] ?? "", text]);
    const given = [...named, ...own].filter(([, text]) => text != null);
    const left = beforeSend(Object.fromEntries(given.map(([name, text]) => [name, String(text)])));
    if (!left) return;
    const [stillKnown, stillOwn]: [[number, unknown][], [string, unknown][]] = [[], []];
    for (const [name, text] of Object.entries(left)) {
      if (text == null) continue;
      const key = NAMES.indexOf(name);
      if (key > 0) stillKnown.push([key, text]);
      else stillOwn.push([name, text]);
    }
    return [stillKnown, stillOwn];
  };
}
