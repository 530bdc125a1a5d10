/** The app's own services, as any app would call them. */
import { settings } from "./settings";

/** How long the slow translator thinks, milliseconds. */
const THINKS = 1500;
const USUAL = 120;
/** The app gives up on the roster after this, milliseconds. */
const ROSTER_PATIENCE = 1500;

/** What the translator says, one after the other: words, then its score from 0 to 1. */
export type Told = { word: string } | { score: number };

/** Asks for a translation, word by word. */
export async function* translate(text: string): AsyncGenerator<Told> {
  const { slow, careless } = settings();
  const response = await fetch("/demo/api/translate", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ text, delay_ms: slow ? THINKS : USUAL, careless }),
  });
  if (!response.ok || !response.body) return;
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return;
    const lines = (rest + value).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) yield JSON.parse(line);
  }
}

/** Who is in the call, or why that is not known. */
export async function roster(): Promise<string> {
  const { roster: behaviour } = settings();
  const query = behaviour === "answers" ? "" : `?behaviour=${behaviour}`;
  try {
    const response = await fetch(`/demo/api/roster${query}`, {
      signal: AbortSignal.timeout(ROSTER_PATIENCE),
    });
    if (!response.ok) return `not known: the service answered ${response.status}`;
    const { people } = (await response.json()) as { people: string[] };
    return people.join(", ");
  } catch (fault) {
    const late = fault instanceof DOMException && fault.name === "TimeoutError";
    return late
      ? "not known: the service did not answer in time"
      : "not known: the service cannot be reached";
  }
}
