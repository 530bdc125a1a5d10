/** Turns one knob after the other, and says what to watch. */
import { KNOBS, type Knob } from "./knobs";
import { pointOut } from "./live";
import { type Settings, turn, usual } from "./settings";

/** What the tour needs of the page. */
export interface Stage {
  /** Brings a call about, if none is on. */
  begin(): Promise<void>;
  /** Hangs up, and joins again through a black network. */
  reconnect(): Promise<void>;
  /** Says what is going on; `share` is how much of the tour is behind. */
  say(text: string, share: number): void;
}

/** Before the first knob and after each one, seconds: so that one sees what is usual. */
const BASELINE = 6;
const REST = 2;

/** Thrown inside a tour that was stopped. */
class Stopped extends Error {}

/** One tour. */
export class Tour {
  private stopped = false;
  private wake = () => {};
  private passed = 0;

  constructor(private readonly stage: Stage) {}

  /** Plays it; whether it came to its end. Knobs are turned back in any case. */
  async play(): Promise<boolean> {
    try {
      await this.stage.begin();
      await this.wait(BASELINE, "A usual call first: nothing is turned.");
      for (const [index, knob] of KNOBS.entries()) {
        await this.step(knob, `${index + 1} of ${KNOBS.length}`);
      }
      return true;
    } catch (fault) {
      if (fault instanceof Stopped) return false;
      throw fault;
    } finally {
      mark(undefined);
      turn(usual);
    }
  }

  stop(): void {
    this.stopped = true;
    this.wake();
  }

  private async step(knob: Knob, number: string): Promise<void> {
    const { title, watch, tour } = knob;
    mark(knob);
    turn(tour.turned);
    if (knob.id === "reconnect") void this.stage.reconnect();
    const watched = watch.map(({ says }) => says).join("; ");
    await this.wait(tour.seconds, `${number}: ${title}. Watch: ${watched}.`);
    turn(back(tour.turned));
    await this.wait(REST, `${number}: ${title}. Turned back.`);
  }

  private async wait(seconds: number, text: string): Promise<void> {
    this.stage.say(text, this.passed / LENGTH);
    for (const until = this.passed + seconds; this.passed < until; this.passed += 0.5) {
      if (this.stopped) throw new Stopped();
      await new Promise<void>((resolve) => {
        this.wake = resolve;
        setTimeout(resolve, 500);
      });
      this.stage.say(text, this.passed / LENGTH);
    }
  }
}

const LENGTH = BASELINE + KNOBS.reduce((sum, { tour }) => sum + tour.seconds + REST, 0);

/** The usual values of what was turned. */
function back(turned: Partial<Settings>): Partial<Settings> {
  const names = Object.keys(turned) as (keyof Settings)[];
  return Object.fromEntries(names.map((name) => [name, usual[name]]));
}

/** Shows which knob it is about; `html[data-tour-step]` tells scripts. */
function mark(knob: Knob | undefined): void {
  for (const card of document.querySelectorAll<HTMLElement>(".knob")) delete card.dataset.turned;
  delete document.documentElement.dataset.tourStep;
  pointOut(knob?.watch.map(({ name }) => name) ?? []);
  if (!knob) return;
  document.documentElement.dataset.tourStep = knob.id;
  const card = document.getElementById(`knob-${knob.id}`);
  if (card) card.dataset.turned = "";
  card?.scrollIntoView({ block: "nearest" });
}
