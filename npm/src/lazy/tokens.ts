const WORD = /[\p{L}\p{N}]/u;
/** Scripts written without spaces: dictionaries differ between browsers, so their words are counted by grapheme. */
const UNSPACED = /[\p{scx=Han}\p{scx=Hira}\p{scx=Kana}\p{scx=Thai}\p{scx=Laoo}\p{scx=Khmr}\p{scx=Mymr}]/u;

const segmenters = new Map<string, Intl.Segmenter | undefined>();

function segmenter(
  language: string | undefined,
  granularity: "word" | "grapheme",
): Intl.Segmenter | undefined {
  const key = `${granularity} ${language}`;
  if (!segmenters.has(key)) {
    let made: Intl.Segmenter | undefined;
    try {
      made = new Intl.Segmenter(language, { granularity });
    } catch {
      // A tag that is none, or a browser without segmenters: the default language, then plain splitting.
      made = language === undefined ? undefined : segmenter(undefined, granularity);
    }
    segmenters.set(key, made);
  }
  return segmenters.get(key);
}

/** The tokens of a text as the definition of word retraction counts them. */
export function tokens(text: string, language?: string): string[] {
  const plain = text.normalize("NFC").toLowerCase();
  const words = segmenter(language, "word");
  if (!words) return plain.split(/[^\p{L}\p{N}\p{M}'’]+/u).filter((word) => WORD.test(word));
  const found: string[] = [];
  for (const { segment } of words.segment(plain)) {
    if (!WORD.test(segment)) continue;
    const graphemes = UNSPACED.test(segment) && segmenter(language, "grapheme")?.segment(segment);
    if (graphemes) for (const { segment } of graphemes) found.push(segment);
    else found.push(segment);
  }
  return found;
}

/** Numbers for the tokens of one segment: equal tokens have equal numbers, and only numbers go into the module. */
export class TokenNumbers {
  private readonly numbers = new Map<string, number>();

  of(text: string, language: string | undefined): Uint32Array {
    const list = tokens(text, language).map((token) => {
      const number = this.numbers.get(token) ?? this.numbers.size + 1;
      this.numbers.set(token, number);
      return number;
    });
    return new Uint32Array(list);
  }
}
