/** A line of captions that fails in its own way: two calls deep, behind a name that bundlers shorten. */
export class Line {
  private words: string[] | undefined;

  update(text: string): number {
    this.words = text ? text.split(" ") : undefined;
    return this.paint();
  }

  private paint(): number {
    return longest(this.words as string[]);
  }
}

const longest = (words: string[]): number => {
  // What stands on this line is what the dashboard has to name.
  return words.reduce((most, word) => Math.max(most, word.length), 0);
};
