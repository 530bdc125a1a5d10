// @ts-check
// The dashboard: what `/api/v1/stream` says once a second, written into the page in place.
//
// Every text goes in by `textContent`, and only where it changed: no flicker, and no data is read as markup.

/**
 * The state of one objective, as `/api/v1/slos` says it. `null` means that no event was judged.
 * @typedef {object} Objective
 * @property {string} name
 * @property {string} title
 * @property {string} description
 * @property {number} target share that must be good, 0..1
 * @property {string | null} threshold
 * @property {number} window_days
 * @property {number} total good and bad events of the window
 * @property {number} bad
 * @property {number} undecided
 * @property {number | null} ratio good / total
 * @property {number | null} remaining share of the budget, below 0 when overspent
 * @property {number | null} burn over the window
 * @property {number | null} lasts_ms
 * @property {"no_data" | "healthy" | "warning" | "critical"} view_5m
 * @property {"no_data" | "met" | "at_risk" | "breached"} view_budget
 * @property {{good: number, bad: number, undecided: number}} last_5m
 * @property {Tier[]} tiers fastest first
 * @property {string[]} notes
 */

/**
 * @typedef {object} Tier
 * @property {string} name
 * @property {"page" | "ticket"} severity
 * @property {number} long_ms
 * @property {number} short_ms
 * @property {number} factor
 * @property {number | null} burn_long
 * @property {number | null} burn_short
 * @property {number} least_events
 * @property {boolean} enabled
 * @property {boolean} considered
 * @property {boolean} firing
 */

/** @typedef {Record<string, number>} Counts by reason */

/**
 * Where every item is, as `/api/v1/outcomes` says it.
 * @typedef {object} Outcomes
 * @property {{accepted: number, repeated: number, repeated_items: number, refused: Counts, internal: number}} requests
 * @property {{captured: number, dropped_in_page: Counts, journalled: number, rejected: Counts, in_pages: number}} items
 * @property {Record<string, {delivered: number, waiting: number, dropped: Counts, passed_over: number}>} destinations
 */

/** @typedef {{slos: {now: number, objectives: Objective[]}, outcomes: Outcomes}} State */

const RETRY_MS = 2000;
/** The gateway speaks once a second; after this long without a word the connection counts as broken. */
const SILENCE_MS = 6000;

// ---- Live ----

/** Viewer's time of the last state that was shown; until then, when the page was opened. */
let liveAt = new Date();

/** Connects, and on any break says so and connects again, for ever. */
function connect() {
  const source = new EventSource("/api/v1/stream");
  /** @type {ReturnType<typeof setTimeout>} */
  let silence;

  const broken = () => {
    clearTimeout(silence);
    source.close();
    showBroken();
    setTimeout(connect, RETRY_MS);
  };
  const listen = () => {
    clearTimeout(silence);
    silence = setTimeout(broken, SILENCE_MS);
  };
  listen();
  source.addEventListener("error", broken);
  source.addEventListener("state", (event) => {
    show(JSON.parse(event.data));
    // Not before: if showing fails, the silence is noticed.
    listen();
  });
}

/** @param {State} state */
function show({ slos, outcomes }) {
  showObjectives(slos.objectives);
  showItems(outcomes);
  showRequests(outcomes.requests);
  const { captured, journalled } = outcomes.items;
  const seen = slos.objectives.some(({ total, undecided }) => total + undecided > 0);
  element("empty").hidden = seen || captured > 0 || journalled > 0;
  liveAt = new Date();
  showConnection("live", "Live", new Date(slos.now), "");
}

function showBroken() {
  showConnection("broken", "Not live since", liveAt, ", trying again");
}

/**
 * @param {"live" | "broken"} connection
 * @param {string} words
 * @param {Date} time
 * @param {string} rest
 */
function showConnection(connection, words, time, rest) {
  const shown = element("connection");
  shown.dataset.connection = connection;
  fill(shown, { connection: words, connection_time: clockTime(time), connection_rest: rest });
  const stamp = field(shown, "connection_time");
  stamp.setAttribute("datetime", time.toISOString());
  stamp.title = `${time.toISOString().slice(0, 19).replace("T", " ")} UTC`;
}

// ---- Objectives ----

/** @type {Record<string, string>} */
const VIEW_WORDS = {
  no_data: "no data",
  healthy: "healthy",
  warning: "warning",
  critical: "critical",
  met: "met",
  at_risk: "at risk",
  breached: "breached",
};

/** From this rank of {@link urgency} on nobody needs to look. */
const QUIET = 6;

/**
 * The order of the table: 0 for what wakes somebody, last what has nothing to say.
 * @param {Objective} objective
 * @returns {number}
 */
function urgency(objective) {
  const tier = firingTier(objective);
  if (tier?.severity === "page") return tier === objective.tiers[0] ? 0 : 1;
  if (objective.view_5m === "critical") return 2;
  if (objective.view_budget === "breached") return 3;
  if (tier) return 4;
  if (objective.view_budget === "at_risk") return 5;
  if (objective.view_5m === "warning") return QUIET;
  return objective.view_budget === "no_data" ? QUIET + 2 : QUIET + 1;
}

/** @param {Objective} objective the fastest tier that fires */
function firingTier(objective) {
  return objective.tiers.find((tier) => tier.firing);
}

/** @param {Objective[]} objectives */
function showObjectives(objectives) {
  // Array.prototype.sort is stable: equals stay in the order of the file.
  const sorted = objectives.slice().sort((one, other) => urgency(one) - urgency(other));
  showAnswer(sorted);
  list(element("objectives"), "objectives", "objective", sorted, ({ name }) => name, showObjective);
}

/** @param {Objective[]} sorted */
function showAnswer(sorted) {
  const withData = sorted.filter(({ view_budget }) => view_budget !== "no_data");
  const met = withData.filter(({ view_budget }) => view_budget === "met").length;
  const without = sorted.length - withData.length;
  const urgent = sorted.filter((objective) => urgency(objective) < QUIET);
  const named = urgent.slice(0, 2);

  const sentences = [];
  if (withData.length > 0) {
    sentences.push(`${met} of ${withData.length} objectives ${met === 1 ? "is" : "are"} met.`);
    if (without > 0) sentences.push(`${without} ${without === 1 ? "has" : "have"} no data yet.`);
  } else {
    sentences.push("No objective has data yet.");
  }
  const counts = sentences.join(" ");
  const more = urgent.length - named.length;

  const answer = element("answer");
  answer.dataset.state = answerState(sorted[0], withData.length);
  fill(answer, { counts, more: more > 0 ? `${more} more ${more === 1 ? "needs" : "need"} a look.` : "" });
  list(
    answer,
    "urgent",
    "urgent-one",
    named,
    ({ name }) => name,
    (item, objective) => {
      fill(item, { title: objective.title, trouble: `${trouble(objective)}.` });
      field(item, "title").setAttribute("href", `#slo-${encodeURIComponent(objective.name)}`);
    },
  );
  document.title = urgent.length > 0 ? `${urgent.length} to look at · Honeyguide` : "Honeyguide";
  // For a screen reader: only what changed in kind, not each second's figure.
  write(element("announcement"), [counts, ...urgent.map(({ title }) => `${title} needs a look.`)].join(" "));
}

/**
 * @param {Objective | undefined} worst
 * @param {number} withData
 */
function answerState(worst, withData) {
  if (!worst || withData === 0) return "no_data";
  const rank = urgency(worst);
  if (rank <= 3) return "critical";
  return rank < QUIET ? "warning" : "healthy";
}

/** @param {Objective} objective what is wrong, as the rest of a sentence */
function trouble(objective) {
  const tier = firingTier(objective);
  if (tier) return `burns ${times(tier.burn_long)}`;
  if (objective.view_5m === "critical") return "is critical";
  if (objective.view_budget === "breached") return "is over its budget";
  return `has ${percentLeft(objective.remaining)} of its budget left`;
}

/**
 * @param {HTMLElement} row
 * @param {Objective} objective
 */
function showObjective(row, objective) {
  const { name, total, bad, undecided, notes, view_5m, view_budget, last_5m, remaining } = objective;
  row.id = `slo-${name}`;
  row.dataset["view-5m"] = view_5m;
  row.dataset.viewBudget = view_budget;
  row.dataset.urgent = String(urgency(objective) < QUIET);

  const tier = firingTier(objective);
  row.dataset.firing = tier?.name ?? "";
  fill(row, {
    title: objective.title,
    name,
    view_5m: VIEW_WORDS[view_5m] ?? view_5m,
    view_budget: VIEW_WORDS[view_budget] ?? view_budget,
    target: percent(objective.target),
    ratio: percent(objective.ratio),
    remaining: percentLeft(remaining),
    lasts: lasts(objective),
    burn: times(objective.burn),
    window: `${objective.window_days}\u202fd`,
    firing: tier
      ? `${tier.severity === "page" ? "Page" : "Ticket"}: ${times(tier.burn_long)} over ${duration(tier.long_ms)}`
      : "–",
    firing_why: tier ? tier.name : "",
    threshold: objective.threshold ?? "",
    notes: notes.length > 0 ? `${notes.length} ${notes.length === 1 ? "note" : "notes"}` : "",
    description: objective.description,
    recent:
      `In the last 5 minutes ${count(last_5m.good)} good, ${count(last_5m.bad)} bad, ` +
      `${count(last_5m.undecided)} undecided. The budget is that of ${objective.window_days} days.`,
  });
  for (const [name, events] of Object.entries({ good: total - bad, total, bad, undecided })) {
    writeCount(field(row, name), events);
  }
  optional(row, "undecided", undecided > 0);
  optional(row, "ratio", total > 0);
  optional(row, "window", total > 0);
  for (const view of [/** @type {const} */ ("view_5m"), /** @type {const} */ ("view_budget")]) {
    find(row, `[data-state-of="${view}"]`).dataset.state = objective[view];
  }
  const bar = find(row, ".bar");
  bar.dataset.over = String(remaining !== null && remaining < 0);
  bar.dataset.empty = String(remaining === null);
  // Over budget the bar shows how much was spent too much.
  bar.style.setProperty("--share", String(Math.min(1, Math.abs(remaining ?? 0))));

  list(
    row,
    "notes",
    "note",
    notes,
    (note) => note,
    (item, note) => fill(item, { text: note }),
  );
  list(row, "tiers", "tier", objective.tiers, (one) => one.name, showTier);
}

/**
 * @param {HTMLElement} row
 * @param {Tier} tier
 */
function showTier(row, tier) {
  row.dataset.firing = String(tier.firing);
  fill(row, {
    name: tier.name,
    windows: `${duration(tier.long_ms)} and ${duration(tier.short_ms)}`,
    burn_long: times(tier.burn_long, 1),
    burn_short: times(tier.burn_short, 1),
    factor: `${tier.factor}×`,
    state: tierState(tier),
  });
}

/** @param {Tier} tier */
function tierState(tier) {
  if (!tier.enabled) return "off";
  if (tier.firing) return tier.severity === "page" ? "pages" : "opens a ticket";
  return tier.considered
    ? "quiet"
    : `quiet: less than ${count(tier.least_events)} events, or too few bad ones`;
}

/** @param {Objective} objective */
function lasts({ remaining, lasts_ms }) {
  if (remaining !== null && remaining < 0) return "over budget";
  return lasts_ms === null ? "" : `lasts ${duration(lasts_ms)} at this rate`;
}

// ---- Items and requests ----

/** @param {Outcomes} outcomes */
function showItems({ items, destinations }) {
  const { captured, journalled, in_pages } = items;
  const dropped = sum(items.dropped_in_page);
  const rejected = sum(items.rejected);
  const section = element("items");
  writeCount(element("captured"), captured);
  writeCount(element("journalled"), journalled);
  writeCount(field(section, "in_pages"), in_pages);
  writeCount(field(section, "dropped_in_page"), dropped);
  writeCount(field(section, "rejected"), rejected);
  showReasons(section, "dropped_in_page", items.dropped_in_page);
  showReasons(section, "rejected", items.rejected);

  const right = journalled + rejected + dropped + in_pages;
  // A page's totals travel with its batches, which may overtake one another.
  const early = right - captured;
  const parts = [
    `captured ${count(captured)}`,
    early > 0 ? ` + ${count(early)} here before their page counted them` : "",
    ` = journalled ${count(journalled)} + rejected ${count(rejected)} + dropped ${count(dropped)} + in pages ${count(in_pages)}`,
    early < 0 ? `: ${count(-early)} are missing` : "",
  ];
  element("sum").dataset.state = early < 0 ? "critical" : "healthy";
  fill(section, { sum: parts.join("") });
  showDestinations(section, journalled, destinations);
}

/**
 * @param {HTMLElement} section
 * @param {number} journalled
 * @param {Outcomes["destinations"]} destinations
 */
function showDestinations(section, journalled, destinations) {
  const entries = Object.entries(destinations);
  list(
    section,
    "destinations",
    "destination",
    entries,
    ([name]) => name,
    (row, [name, destination]) => {
      row.id = `destination-${name}`;
      fill(row, { name });
      writeCount(field(row, "delivered"), destination.delivered);
      writeCount(field(row, "waiting"), destination.waiting);
      writeCount(field(row, "dropped"), sum(destination.dropped));
    },
  );
  const dropped = entries.flatMap(([name, destination]) =>
    Object.entries(destination.dropped).map(([reason, items]) => ({ reason, items, where: name })),
  );
  list(
    section,
    "dropped_after",
    "reason",
    dropped,
    ({ where, reason }) => `${where} ${reason}`,
    (item, one) => {
      fill(item, { words: `${one.where}: ${reasonWords(one.reason)}`, reason: one.reason });
      writeCount(field(item, "count"), one.items);
    },
  );

  const wrong = entries.filter(
    ([, one]) => one.delivered + one.waiting + sum(one.dropped) + one.passed_over !== journalled,
  );
  element("destinations-sum").hidden = entries.length === 0;
  element("destinations-sum").dataset.state = wrong.length > 0 ? "critical" : "healthy";
  const words =
    wrong.length > 0
      ? `${wrong.map(([name]) => name).join(", ")}: not the ${count(journalled)} journalled`
      : `each: delivered + waiting + dropped + passed over = journalled ${count(journalled)}`;
  fill(section, { destinations_sum: words });
}

/** @param {Outcomes["requests"]} requests */
function showRequests(requests) {
  const section = element("requests");
  writeCount(field(section, "accepted"), requests.accepted);
  writeCount(field(section, "repeated"), requests.repeated);
  writeCount(field(section, "repeated_items"), requests.repeated_items);
  writeCount(field(section, "refused"), sum(requests.refused));
  writeCount(field(section, "internal"), requests.internal);
  element("internal").hidden = requests.internal === 0;
  showReasons(section, "refused", requests.refused);
}

/** @type {Record<string, string>} */
const REASON_WORDS = {
  outbox_full: "the page captured more than its memory budget holds",
  too_large_to_send: "one item alone exceeds a batch",
  retries_exhausted: "the gateway was out of reach for too long",
  refused_by_gateway: "the gateway refused the batch for good",
  shut_down: "the last flush of a shut-down did not arrive",
  method_not_allowed: "not a POST",
  foreign_origin: "the page's origin is not among the app's",
  unknown_key: "no app has this write key",
  too_large: "beyond the size limit",
  rate_limited: "beyond the app's requests per second",
  bad_session: "the session's name is missing or malformed",
  empty_body: "an empty body",
  unknown_version: "a version that this gateway does not read",
  unknown_encoding: "an encoding that this gateway does not read",
  checksum_mismatch: "damaged on its way",
  malformed: "truncated, or no batch at all",
  too_many_rows: "more rows than a batch may hold",
  overloaded: "the journal did not keep up, or the disk is full",
  body_timed_out: "the body did not arrive in time",
  unknown_metric: "not in the catalogue",
  not_finite: "not a finite number",
  negative: "below 0",
  out_of_range: "beyond the upper bound",
  implausible_time: "a time that no page could truthfully say",
  bad_column: "a column that does not fit its rows",
  missing_field: "a field is missing",
  destination_refused: "the destination refused it for good",
  lost_with_page: "the page went before it was sent",
  internal: "a fault of the gateway",
};

/** @param {string} reason */
function reasonWords(reason) {
  return Object.hasOwn(REASON_WORDS, reason) ? (REASON_WORDS[reason] ?? "") : "";
}

/**
 * @param {HTMLElement} section
 * @param {string} name
 * @param {Counts} counts
 */
function showReasons(section, name, counts) {
  const entries = Object.entries(counts);
  list(
    section,
    name,
    "reason",
    entries,
    ([reason]) => reason,
    (item, [reason, number]) => {
      fill(item, { words: reasonWords(reason), reason });
      writeCount(field(item, "count"), number);
    },
  );
}

// ---- Words for numbers ----

/**
 * In groups of three with a narrow space, which no language takes for a decimal point: 1 204.
 * @param {number} value
 * @param {number} digits at most so many after the point
 */
function count(value, digits = 0) {
  return value
    .toLocaleString("en", { maximumFractionDigits: digits })
    .replaceAll(",", "\u202f")
    .replace("-", "\u2212");
}

/** @param {number | null} value 0..1, such as a target or what was reached: never rounded up to 100 */
function percent(value) {
  return value === null ? "–" : `${count(Math.floor(value * 10_000 + 1e-6) / 100, 2)}\u202f%`;
}

/** @param {number | null} value share of the budget: whole percents, tenths where these would say all or nothing */
function percentLeft(value) {
  if (value === null) return "–";
  const steps = Math.abs(value) < 0.1 || (value > 0.99 && value < 1) ? 10 : 1;
  return `${count(Math.floor(value * 100 * steps + 1e-6) / steps, 1)}\u202f%`;
}

/**
 * A burn: 0.4×, 14×.
 * @param {number | null} value
 * @param {number} digits at most so many after the point
 */
function times(value, digits = (value ?? 0) < 9.95 ? 1 : 0) {
  if (value === null) return "–";
  return value > 0 && value < 0.05 ? "<\u202f0.1×" : `${count(value, digits)}×`;
}

/** @param {number} milliseconds the two largest units: 3 d 4 h */
function duration(milliseconds) {
  const units = /** @type {const} */ ([
    ["d", 86_400],
    ["h", 3600],
    ["min", 60],
    ["s", 1],
  ]);
  let seconds = Math.round(milliseconds / 1000);
  const parts = [];
  for (const [unit, size] of units) {
    const whole = Math.floor(seconds / size);
    seconds -= whole * size;
    if (whole > 0) parts.push(`${whole}\u202f${unit}`);
    else if (parts.length > 0) break;
  }
  return parts.slice(0, 2).join(" ") || "0\u202fs";
}

const CLOCK = new Intl.DateTimeFormat(undefined, {
  hour: "2-digit",
  minute: "2-digit",
  second: "2-digit",
  hourCycle: "h23",
});

/** @param {Date} time in the viewer's zone */
function clockTime(time) {
  return CLOCK.format(time);
}

/** @param {Counts} counts */
function sum(counts) {
  return Object.values(counts).reduce((total, one) => total + one, 0);
}

// ---- Writing into the page ----

/**
 * @param {ParentNode} root
 * @param {string} selector
 * @returns {HTMLElement}
 */
function find(root, selector) {
  const found = root.querySelector(selector);
  if (!(found instanceof HTMLElement)) throw new Error(`the page has no ${selector}`);
  return found;
}

/** @param {string} id */
function element(id) {
  return find(document, `#${id}`);
}

/**
 * @param {HTMLElement} root which may be the field itself
 * @param {string} name
 */
function field(root, name) {
  return root.dataset.field === name ? root : find(root, `[data-field="${name}"]`);
}

/**
 * @param {HTMLElement} target
 * @param {string} text
 */
function write(target, text) {
  if (target.textContent !== text) target.textContent = text;
}

/**
 * A count for people, and the bare number beside it for programs.
 * @param {HTMLElement} target
 * @param {number} value
 */
function writeCount(target, value) {
  target.dataset.value = String(value);
  write(target, count(value));
}

/**
 * @param {HTMLElement} root
 * @param {Record<string, string>} texts by field
 */
function fill(root, texts) {
  for (const [name, text] of Object.entries(texts)) write(field(root, name), text);
}

/**
 * @param {ParentNode} root
 * @param {string} name
 * @param {boolean} shown
 */
function optional(root, name, shown) {
  find(root, `[data-optional="${name}"]`).hidden = !shown;
}

/**
 * Makes the list `name` hold one copy of a template for each item, in order. Copies are kept by key, so that what is
 * unfolded or focused stays so.
 * @template Item
 * @param {ParentNode} root
 * @param {string} name
 * @param {string} template
 * @param {Item[]} items
 * @param {(item: Item) => string} keyOf
 * @param {(element: HTMLElement, item: Item) => void} update
 */
function list(root, name, template, items, keyOf, update) {
  const parent = find(root, `[data-list="${name}"]`);
  const children = /** @type {HTMLElement[]} */ ([...parent.children]);
  const known = new Map(children.map((child) => [child.dataset.key, child]));
  const focused = document.activeElement;
  items.forEach((item, position) => {
    const key = keyOf(item);
    const child = known.get(key) ?? copyOf(template, key);
    known.delete(key);
    const there = parent.children[position] ?? null;
    if (there !== child) parent.insertBefore(child, there);
    update(child, item);
  });
  for (const child of known.values()) child.remove();
  // Moving an element takes its focus away.
  if (focused instanceof HTMLElement && focused !== document.activeElement && parent.contains(focused)) {
    focused.focus({ preventScroll: true });
  }
}

/**
 * @param {string} id
 * @param {string} key
 * @returns {HTMLElement}
 */
function copyOf(id, key) {
  const copy = /** @type {HTMLElement} */ (find(templateOf(id), "*").cloneNode(true));
  copy.dataset.key = key;
  return copy;
}

/** @param {string} id */
function templateOf(id) {
  const template = element(id);
  if (!(template instanceof HTMLTemplateElement)) throw new Error(`#${id} is no template`);
  return template.content;
}

/**
 * Safari takes a table that is laid out as a grid for no table, unless it is told.
 * @param {ParentNode} root
 */
function keepTableRoles(root) {
  const roles = {
    "thead, tbody": "rowgroup",
    tr: "row",
    td: "cell",
    "[scope=col]": "columnheader",
    "[scope=row]": "rowheader",
  };
  for (const [selector, role] of Object.entries(roles)) {
    for (const part of root.querySelectorAll(selector)) part.setAttribute("role", role);
  }
}

const objectivesTable = element("objectives");
objectivesTable.setAttribute("role", "table");
keepTableRoles(objectivesTable);
keepTableRoles(templateOf("objective"));
connect();
