/** What the speaker says, as a live recogniser hears it: each sentence a list of revisions, the last one final. */

interface Sentence {
  readonly language: string;
  readonly revisions: readonly string[];
}

/** Words that the recogniser first hears wrongly: heard, and what it becomes one word later. */
const MISHEARD: Record<string, string> = {
  Berlin: "Merlin",
};

const SPOKEN: readonly (readonly [language: string, text: string])[] = [
  ["en", "Good morning everybody and welcome to the weekly meeting of the harbour office."],
  ["en", "We wanted to start with the weather because it decides their plans for tomorrow."],
  ["de", "Der Wind dreht am Nachmittag auf Nordwest und wird deutlich stärker."],
  ["en", "Two ferries from Berlin arrive late and one of them needs a new berth."],
  ["ja", "明日の朝は港の入口が混雑します。"],
  ["en", "Please tell the pilots before noon and write it on the board."],
];

/** A sentence's revisions: a word more each time, some heard wrongly at first and mended a word later. */
function revisions(text: string): string[] {
  const words = text.includes(" ") ? text.split(" ") : (text.match(/.{1,3}/gu) ?? []);
  const glue = text.includes(" ") ? " " : "";
  return words.map((_, index) => {
    const shown = words.slice(0, index + 1);
    const last = shown.at(-1) ?? "";
    if (index < words.length - 1) shown[index] = MISHEARD[last] ?? last;
    return shown.join(glue);
  });
}

/** The sentences, over and over. */
export function* sentences(): Generator<Sentence> {
  for (;;) for (const [language, text] of SPOKEN) yield { language, revisions: revisions(text) };
}
