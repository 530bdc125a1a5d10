// Errors in groups: what fails, how often, for how many, since when, in which releases.

import type { ErrorGroup, ErrorGroups, SourceMaps, State } from "../api";
import { type Child, h, render } from "../dom";
import { feed, type Result } from "../feed";
import { hours } from "../hours";
import { figure, message, numeric, section, stamp, table } from "../parts";
import { options } from "../router";
import { count, plural, sum } from "../text";
import { content, heading, type View } from "../view";

const ORDERS: [order: string, words: string, key: (group: ErrorGroup) => number][] = [
  ["latest", "Latest", ({ last_at }) => last_at],
  ["frequent", "Most frequent", ({ events }) => events],
  ["sessions", "Most sessions", ({ sessions }) => sessions],
  ["new", "Newest", ({ first_at }) => first_at],
];
const [DEFAULT] = ORDERS.map(([order]) => order);
/** So many groups are shown. */
const MOST_ROWS = 200;

export function open(root: HTMLElement): View {
  let groups: Result<ErrorGroups> = { kind: "loading" };
  let maps: SourceMaps["maps"] = [];
  const show = () => {
    const missing = message("empty", "This gateway does not group errors. Update it.");
    render(
      root,
      heading("Errors", "The same type, message and place is one error."),
      content(groups, "the errors", missing, (data) => body(data, maps)),
    );
  };
  const reading = feed<ErrorGroups>("/api/v1/errors", (next) => {
    groups = next;
    show();
  });
  const readingMaps = feed<SourceMaps>("/api/v1/source-maps", (next) => {
    if (next.kind !== "data") return;
    maps = next.data.maps;
    show();
  });
  const choose = (event: Event) => {
    const order = event.target instanceof HTMLElement ? event.target.dataset.order : undefined;
    if (!order) return;
    history.replaceState(null, "", `#/errors${order === DEFAULT ? "" : `?sort=${order}`}`);
    show();
  };
  root.addEventListener("click", choose);
  addEventListener("hashchange", show);
  return {
    update(_state: State | undefined) {
      reading.refresh();
      readingMaps.refresh();
    },
    leave() {
      root.removeEventListener("click", choose);
      removeEventListener("hashchange", show);
      reading.stop();
      readingMaps.stop();
    },
  };
}

function body({ now, groups, forgotten }: ErrorGroups, maps: SourceMaps["maps"]): Child {
  if (groups.length === 0) {
    return [
      message("empty", "No error yet", h("p", {}, "Uncaught errors and unhandled rejections appear here.")),
      mapsKept(maps),
    ];
  }
  const chosen = options(location.hash).get("sort");
  const [order, , key] = ORDERS.find(([order]) => order === chosen) ?? ORDERS[0] ?? [DEFAULT, "", () => 0];
  const sorted = [...groups].sort((one, other) => key(other) - key(one)).slice(0, MOST_ROWS);
  const apps = new Set(groups.map(({ app }) => app));
  const left = groups.length - sorted.length;
  return [
    h(
      "div",
      { class: "buttons", role: "group", "aria-label": "Order" },
      ...ORDERS.map(([one, words]) =>
        h("button", { type: "button", "data-order": one, "aria-pressed": String(one === order) }, words),
      ),
    ),
    table(
      "Errors",
      [
        "Error",
        ...(apps.size > 1 ? ["App"] : []),
        numeric("Events"),
        numeric("Sessions"),
        "Last 24 hours",
        "First",
        "Last",
        "Releases",
      ],
      sorted.map((group) => row(group, now, apps.size > 1)),
      { id: "errors" },
    ),
    left > 0 && h("p", { class: "quiet" }, `And ${count(left)} more, at /api/v1/errors.`),
    sum(forgotten) > 0 &&
      h(
        "p",
        { class: "quiet", id: "forgotten" },
        `${plural(sum(forgotten), "event")} of rarer errors are counted, but their groups were too many to be kept.`,
      ),
    mapsKept(maps),
  ];
}

function row(group: ErrorGroup, now: number, withApp: boolean): HTMLElement {
  const [latest, ...older] = group.releases.map(({ release }) => release || "unnamed");
  return h(
    "tr",
    { "data-key": group.id, "data-error": group.id },
    h(
      "th",
      { scope: "row", class: "error-name" },
      h("a", { href: `#/errors/${group.id}` }, group.type || "Error"),
      h("span", { class: "second" }, group.message || "without a message"),
    ),
    withApp && h("td", {}, group.app),
    h("td", { class: "number" }, figure("events", group.events)),
    h("td", { class: "number" }, figure("sessions", group.sessions)),
    h("td", {}, hours(group, now)),
    h("td", {}, stamp(group.first_at)),
    h("td", {}, stamp(group.last_at)),
    h("td", {}, latest ?? "–", older.length > 0 && h("span", { class: "second" }, `and ${older.join(", ")}`)),
  );
}

function megabytes(maps: SourceMaps["maps"]): string {
  const bytes = maps.reduce((total, one) => total + one.bytes, 0);
  return `${count(bytes / 1e6, 1)}\u202fMB`;
}

function mapsKept(maps: SourceMaps["maps"]): HTMLElement {
  const releases = new Map<string, SourceMaps["maps"]>();
  for (const map of maps) {
    const name = `${map.app} ${map.release}`;
    releases.set(name, [...(releases.get(name) ?? []), map]);
  }
  const rows = [...releases].map(([name, kept]) =>
    h(
      "tr",
      { "data-key": name, "data-maps": name },
      h("td", {}, kept[0]?.app ?? ""),
      h("td", {}, kept[0]?.release ?? ""),
      h("td", { class: "number" }, count(kept.length)),
      h("td", { class: "number" }, megabytes(kept)),
      h("td", {}, stamp(Math.max(...kept.map(({ uploaded_at }) => uploaded_at)))),
    ),
  );
  return section(
    "source-maps",
    "Source maps",
    h(
      "p",
      { class: "second" },
      "They make stacks readable, stay on the gateway, and are kept until somebody deletes them. CI uploads them: ",
      h("code", {}, "honeyguide-gateway upload-maps --url … --app … --release … dist/"),
    ),
    rows.length > 0 &&
      table("Source maps", ["App", "Release", numeric("Files"), numeric("Size"), "Uploaded"], rows),
  );
}
