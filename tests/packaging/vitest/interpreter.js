import { init } from "@honeyguide/browser";

/** A small app: joins a room and shows what is said there. */
export function interpreter(room, container, options) {
  const hg = init({ key: "pub_7f3c", app: { name: "interpreter" }, ...options });
  const lines = new Map();
  return {
    hg,
    async join() {
      await hg.observe("join", () => room.connect());
      hg.counter("joins").add(1, { plan: room.plan });
    },
    said({ segment, language, text, final }) {
      if (!lines.has(segment)) {
        const element = document.createElement("p");
        container.append(element);
        lines.set(segment, { element, caption: hg.caption({ segment, language }) });
      }
      const { element, caption } = lines.get(segment);
      caption.update(text, { final });
      element.textContent = text;
      if (final) caption.close();
    },
  };
}
