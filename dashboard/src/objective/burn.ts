// The burn of each window beside the factor that both windows of a tier must exceed.

import type { Objective, Tier } from "../api";
import { h, styled } from "../dom";
import { tierState, tierWords } from "../objectives";
import { numeric, status, table } from "../parts";
import { count, duration, times } from "../text";

export function burnTable({ tiers }: Objective): HTMLElement {
  const columns = [
    "Tier",
    "State",
    "Long window",
    "Short window",
    numeric("Fires above"),
    numeric("Least events"),
  ];
  return table("Burn of each tier", columns, tiers.map(row), { id: "tiers" });
}

function row(tier: Tier): HTMLElement {
  return h(
    "tr",
    { "data-key": tier.name, "data-tier": tier.name, "data-firing": String(tier.firing) },
    h("th", { scope: "row" }, tierWords(tier)),
    // Beside the name, so that a narrow page shows it without scrolling.
    h(
      "td",
      {},
      status(tier.firing ? (tier.severity === "page" ? "critical" : "warning") : "quiet", tierState(tier)),
    ),
    h("td", {}, meter(tier.burn_long, tier, tier.long_ms)),
    h("td", {}, meter(tier.burn_short, tier, tier.short_ms)),
    h("td", { class: "number" }, times(tier.factor, 1)),
    h("td", { class: "number" }, count(tier.least_events)),
  );
}

/** The bar's middle is the factor. */
function meter(burn: number | null, { factor }: Tier, window: number): HTMLElement {
  const share = Math.min(1, (burn ?? 0) / factor / 2);
  return h(
    "span",
    { class: "meter-line" },
    h(
      "span",
      { class: "bar meter", "data-kind": (burn ?? 0) > factor ? "critical" : "share", "aria-hidden": "true" },
      styled(h("span"), { "--share": share }),
    ),
    h("span", { class: "number" }, times(burn, 1)),
    h("span", { class: "second" }, `over ${duration(window)}`),
  );
}
