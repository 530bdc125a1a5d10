/** An app's page with a sink in memory: `?endpoint=…` hands everything on to a gateway as well, `&options=…`. */
import { init, type Sink } from "@honeyguide/browser";
import { memorySink } from "@honeyguide/browser/testing";

const query = new URLSearchParams(location.search);
const endpoint = query.get("endpoint") ?? "";
// As it was before the SDK watched it.
const native = fetch.bind(window);
const sink = memorySink();
/** What the sink was given, the gateway gets too. */
const both: Sink = {
  fetch: async (address, request) => {
    const answer = await sink.fetch(address, request);
    if (request.method === "POST") await native(address, request);
    return answer;
  },
};
const { redacts, ...options } = JSON.parse(query.get("options") ?? "{}");
const hg = init({
  endpoint,
  key: "pub_local",
  app: { name: "testing", version: "1" },
  sink: endpoint ? both : sink,
  ...options,
  ...(redacts && {
    beforeSend: ({ who, ...rest }: Record<string, string>) =>
      rest.name === "secret" ? null : { ...rest, ...(who && { who: "redacted" }) },
  }),
});

/** One update of a line of its own. */
function say(text: string, language = "en"): void {
  const paragraph = document.createElement("p");
  document.body.append(paragraph);
  hg.caption({ segment: text, language }).update(text, { emittedAt: Date.now(), final: true });
  paragraph.textContent = text;
}

Object.assign(window, { hg, sink, say });
