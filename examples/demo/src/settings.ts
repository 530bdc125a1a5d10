/** What the knobs set, and who wants to know. */

export interface Settings {
  /** Added to each packet's way in both directions, milliseconds. */
  delay: number;
  /** Packets of a hundred that are lost, in both directions. */
  loss: number;
  /** The main thread is kept busy. */
  busy: boolean;
  /** The recogniser shows words before it is sure of them. */
  nervous: boolean;
  /** The translator thinks before it answers. */
  slow: boolean;
  /** The translator confuses words. */
  careless: boolean;
  roster: "answers" | "fails" | "hangs";
  /** The page says that it is hidden. */
  hidden: boolean;
}

/** All knobs turned back. */
export const usual: Readonly<Settings> = {
  delay: 0,
  loss: 0,
  busy: false,
  nervous: false,
  slow: false,
  careless: false,
  roster: "answers",
  hidden: false,
};

let current: Readonly<Settings> = usual;
const listeners: ((now: Readonly<Settings>, before: Readonly<Settings>) => void)[] = [];

/** The settings as they are. */
export const settings = (): Readonly<Settings> => current;

/** Turns knobs. */
export function turn(changes: Partial<Settings>): void {
  const before = current;
  current = { ...before, ...changes };
  for (const listener of listeners) listener(current, before);
}

/** Calls `listener` after each turn of a knob. */
export function whenTurned(listener: (typeof listeners)[number]): void {
  listeners.push(listener);
}
