// Words for numbers and times.

/** In groups of three with a narrow space, which no language takes for a decimal point: 1 204. */
export function count(value: number, digits = 0): string {
  return value
    .toLocaleString("en", { maximumFractionDigits: digits })
    .replaceAll(",", "\u202f")
    .replace("-", "\u2212");
}

/** 1 session, 2 sessions. */
export function plural(value: number, one: string, many = `${one}s`): string {
  return `${count(value)} ${value === 1 ? one : many}`;
}

/** A share such as a target or what was reached: never rounded up to 100. */
export function percent(value: number | null, digits = 2): string {
  if (value === null) return "–";
  const steps = 10 ** digits;
  return `${count(Math.floor(value * 100 * steps + 1e-6) / steps, digits)}\u202f%`;
}

/** A part of a whole, beside its other parts: rounded, but what there is never reads as nothing, nor most as all. */
export function share(value: number | null, digits = 0): string {
  if (value === null) return "–";
  const step = 10 ** -digits;
  const percents = value * 100;
  if (percents > 0 && percents < step) return `<\u202f${count(step, digits)}\u202f%`;
  if (percents < 100 && percents > 100 - step) return `>\u202f${count(100 - step, digits)}\u202f%`;
  return `${count(percents, digits)}\u202f%`;
}

/** A share of the budget: whole percents, tenths where these would say all or nothing. */
export function percentLeft(value: number | null): string {
  if (value === null) return "–";
  const steps = Math.abs(value) < 0.1 || (value > 0.99 && value < 1) ? 10 : 1;
  return `${count(Math.floor(value * 100 * steps + 1e-6) / steps, 1)}\u202f%`;
}

/** A burn: 0.4×, 14×. */
export function times(value: number | null, digits = (value ?? 0) < 9.95 ? 1 : 0): string {
  if (value === null) return "–";
  return value > 0 && value < 0.05 ? "<\u202f0.1×" : `${count(value, digits)}×`;
}

const UNITS = [
  ["d", 86_400],
  ["h", 3600],
  ["min", 60],
  ["s", 1],
] as const;

/** The two largest units: 3 d 4 h. */
export function duration(milliseconds: number): string {
  let seconds = Math.round(milliseconds / 1000);
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const whole = Math.floor(seconds / size);
    seconds -= whole * size;
    if (whole > 0) parts.push(`${whole}\u202f${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(" ") || "0\u202fs";
}

/** A measured value with its unit: 82 ms, 1.4 s, 0.12. */
export function quantity(value: number | null | undefined, unit: string | null | undefined): string {
  if (value === null || value === undefined) return "–";
  if (unit === "ms" && Math.abs(value) >= 1000) return `${count(value / 1000, 2)}\u202fs`;
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : unit === "ms" ? 1 : 3;
  return count(value, digits) + (unit ? `\u202f${unit}` : "");
}

const CLOCK = { hour: "2-digit", minute: "2-digit", hourCycle: "h23" } as const;
const MINUTE = new Intl.DateTimeFormat(undefined, CLOCK);
const SECOND = new Intl.DateTimeFormat(undefined, { ...CLOCK, second: "2-digit" });
const FRACTION = new Intl.DateTimeFormat(undefined, {
  ...CLOCK,
  second: "2-digit",
  fractionalSecondDigits: 3,
});
const DAY = new Intl.DateTimeFormat(undefined, { day: "numeric", month: "short", ...CLOCK });

/** In the viewer's zone: 10:32. */
export function clockMinute(at: number): string {
  return MINUTE.format(at);
}

/** In the viewer's zone: 10:32:14. */
export function clockSecond(at: number): string {
  return SECOND.format(at);
}

/** In the viewer's zone: 10:32:14.250. */
export function clockFraction(at: number): string {
  return FRACTION.format(at);
}

/** In the viewer's zone: 10:32:14, with the day where it is another one. */
export function moment(at: number, now: number): string {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  return sameDay ? clockSecond(at) : DAY.format(at);
}

/** 2026-11-21 10:32:14 UTC */
export function utc(at: number): string {
  return `${new Date(at).toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

export function sum(counts: Record<string, number>): number {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

export function capitalized(words: string): string {
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

/** What the app or the catalogue says of something: target #send, load state complete. */
export function attributeWords(attributes: Record<string, string>): string {
  return Object.entries(attributes)
    .map(([name, value]) => `${plain(name)}\u00a0${value}`)
    .join(", ");
}

/** A name from a program for people: `main_thread` is main thread. */
export function plain(name: string): string {
  return name.replaceAll("_", " ");
}
