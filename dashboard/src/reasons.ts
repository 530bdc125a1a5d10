// Why an item or a request went no further, in words. The names are the gateway's `protocol::Reason`.

import type { Counts } from "./api";
import { h } from "./dom";
import { count } from "./text";

const WORDS: Record<string, string> = {
  outbox_full: "the page captured more than its memory budget holds",
  too_large_to_send: "one item alone exceeds a batch",
  retries_exhausted: "the gateway was out of reach for too long",
  refused_by_gateway: "the gateway refused the batch for good",
  no_consent: "consent was withdrawn",
  redacted: "the app's beforeSend held it back",
  turned_off: "the gateway turned the SDK off, or down",
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
  too_many_metrics: "more of the app's own metrics than are kept apart",
  unreadable: "where the journal was damaged",
  internal: "a fault of the gateway",
};

/** One line a reason, the largest count first. */
export function reasonList(counts: Counts): HTMLElement | null {
  const entries = Object.entries(counts).sort(([, one], [, other]) => other - one);
  if (entries.length === 0) return null;
  return h("ul", { class: "reasons" }, ...entries.map(([reason, number]) => reasonLine(reason, number)));
}

/** With `where`, the destination that dropped them. */
export function reasonLine(reason: string, number: number, where = ""): HTMLElement {
  const words = Object.hasOwn(WORDS, reason) ? (WORDS[reason] ?? "") : "";
  return h(
    "li",
    { "data-key": `${where} ${reason}`, "data-reason": reason },
    h("span", { "data-field": "count", "data-value": number, class: "number" }, count(number)),
    ` ${where ? `${where}: ` : ""}${words} `,
    h("code", {}, reason),
  );
}
