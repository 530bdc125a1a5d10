import { __wbg_set_wasm, imports, inspect as open } from "../wasm/inspector/glue_bg.js";
import type { Reason, Values } from "./values";

/** A kind of items, by its name in the catalogue. */
export type Kind = keyof Values;

/** One captured event, as the gateway gets it. */
export interface Item<K extends Kind = Kind> {
  readonly kind: K;
  /** When: milliseconds since the Unix epoch, by the page's clock. */
  readonly time: number;
  /** What tells it apart; those of the app's own beside those of the catalogue. */
  readonly attributes: Readonly<Record<string, string>>;
  /** What was measured. */
  readonly values: Readonly<Values[K]>;
}

/** Items of every kind: `kind` tells which. */
export type AnyItem = { [K in Kind]: Item<K> }[Kind];

/** What a page sends at once. */
export interface Batch {
  /** Which page view. */
  readonly view: string;
  /** 0, 1, 2, … within the page view. */
  readonly number: number;
  /** How the page stood when the batch was closed. */
  readonly state: "visible" | "hidden" | "left";
  /** server time = page time + `offset` ± `uncertainty`, milliseconds; absent until it was measured. */
  readonly clock?: { readonly offset: number; readonly uncertainty: number };
  /** How many sessions this one stands for. */
  readonly weight: number;
  /** Attributes of all its items: the app, the SDK, the route, the user and the room where the app names them. */
  readonly resource: Readonly<Record<string, string>>;
  /** Items that the page view had captured by then. */
  readonly captured: number;
  /** Items that it had let go by then. */
  readonly dropped: Readonly<Partial<Record<Reason, number>>>;
  readonly items: readonly AnyItem[];
}

let ready: Promise<void> | undefined;

/** Opens a request's body; throws the gateway's name for what is wrong with it. */
export async function inspect(body: Uint8Array): Promise<Batch> {
  ready ??= bring();
  await ready;
  return open(body) as Batch;
}

/** Whether it was kept by a page that could not send it. */
export const isOfEarlierPage = ({ items }: Batch): boolean =>
  items.length > 0 && items.every(({ time }) => time < performance.timeOrigin);

async function bring(): Promise<void> {
  let exports: object;
  try {
    const text = atob((await import("../wasm/inspector/module.js")).default);
    const bytes = Uint8Array.from(text, (character) => character.charCodeAt(0));
    exports = (await WebAssembly.instantiate(bytes, { "./glue_bg.js": imports })).instance.exports;
  } catch {
    // A page that forbids WebAssembly.
    exports = await import("../wasm/inspector/fallback.js");
  }
  __wbg_set_wasm(exports);
}
