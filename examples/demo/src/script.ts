/** What the speaker says, and how a live recogniser hears it, a word more each time. */

export interface Sentence {
  readonly language: string;
  readonly text: string;
}

const SPOKEN: readonly Sentence[] = [
  { language: "en", text: "Good morning everybody and welcome to the weekly meeting of the harbour office." },
  {
    language: "en",
    text: "We wanted to start with the weather because it decides their plans for tomorrow.",
  },
  { language: "de", text: "Der Wind dreht am Nachmittag auf Nordwest und wird deutlich stärker." },
  { language: "en", text: "Two ferries from Berlin arrive late and one of them needs a new berth." },
  { language: "ja", text: "明日の朝は港の入口が混雑します。" },
  { language: "en", text: "Please tell the pilots before noon and write it on the board." },
];

/** Words that every recogniser first hears wrongly. */
const MISHEARD: Record<string, string> = {
  Berlin: "Merlin",
};
/** What a nervous one shows before it is sure. */
const GUESSES = ["whatever", "somehow", "neither", "perhaps", "instead", "almost", "another"];

/** The sentences, over and over. */
export function* sentences(): Generator<Sentence> {
  for (;;) yield* SPOKEN;
}

/** How many revisions a sentence has. */
export const revisions = (text: string): number => wordsOf(text).words.length;

/** The revision that shows `count` words; the last of them may be mended by the next one. */
export function revision(text: string, count: number, nervous: boolean): string {
  const { words, glue } = wordsOf(text);
  const shown = words.slice(0, count);
  const last = shown.at(-1);
  if (last && count < words.length) {
    const guess = nervous ? GUESSES[count % GUESSES.length] : undefined;
    shown[count - 1] = guess ?? MISHEARD[last] ?? last;
  }
  return shown.join(glue);
}

function wordsOf(text: string): { words: string[]; glue: string } {
  if (text.includes(" ")) return { words: text.split(" "), glue: " " };
  return { words: text.match(/.{1,3}/gu) ?? [], glue: "" };
}
