/** Captions that React writes, under StrictMode: `?endpoint=…`. */
import { init } from "@honeyguide/browser";
import {
  type CaptionLine,
  HoneyguideErrorBoundary,
  HoneyguideProvider,
  useCaption,
  useHoneyguide,
} from "@honeyguide/browser/react";
import { createElement, type ReactNode, StrictMode, startTransition, useEffect, useState } from "react";
import { createRoot } from "react-dom/client";

const hg = init({
  endpoint: new URLSearchParams(location.search).get("endpoint") ?? "",
  key: "pub_local",
  app: { name: "react" },
  batchInterval: 500,
});

interface Said {
  segment: string;
  text: string;
  final?: boolean;
}
const socket = new EventTarget();
function say(said: Said): void {
  saidAt.set(`${said.segment}: ${said.text}`, performance.now());
  socket.dispatchEvent(new CustomEvent("said", { detail: said }));
}

/** The page's own record of each text: when it was said, was in the document, was painted. */
const saidAt = new Map<string, number>();
const record: Record<string, { app: number; render: number }> = {};
new MutationObserver(() => {
  const at = performance.now();
  for (const { title, textContent } of document.querySelectorAll<HTMLElement>("#root p")) {
    const key = `${title}: ${textContent}`;
    const said = saidAt.get(key);
    if (said === undefined || !saidAt.delete(key)) continue;
    requestAnimationFrame(() => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        record[key] = { app: at - said, render: performance.now() - said };
      };
      port2.postMessage(0);
    });
  }
}).observe(document.getElementById("root") as Element, {
  childList: true,
  characterData: true,
  subtree: true,
});

/** How the line's text comes to the page. */
type Way = "at once" | "in a transition" | "late" | "where there was no element" | "in an effect";

/** Lines that somebody holds on to. */
const kept: CaptionLine[] = [];

function Line({ segment, way }: { segment: string; way: Way }): ReactNode {
  const line = useCaption({ segment, language: "en", speaker: way });
  const [text, setText] = useState("");
  useEffect(() => {
    const hear = (event: Event) => {
      const said = (event as CustomEvent<Said>).detail;
      if (said.segment !== segment) return;
      if (way !== "in an effect") line.update(said.text, { final: said.final === true });
      if (way === "in a transition") startTransition(() => setText(said.text));
      else if (way === "late") setTimeout(() => setText(said.text), 150);
      else setText(said.text);
    };
    kept.push(line);
    socket.addEventListener("said", hear);
    return () => socket.removeEventListener("said", hear);
  }, [segment, way, line]);
  useEffect(() => {
    if (way === "in an effect" && text) line.update(text);
  }, [way, text, line]);
  if (way === "where there was no element" && !text) return null;
  return createElement("p", { ref: line.ref, title: way }, text);
}

function Broken({ error }: { error: unknown }): ReactNode {
  if (error) throw error;
  return "whole";
}

/** What a component sees of the provider. */
const seen = new Set<unknown>();
function Reader(): ReactNode {
  seen.add(useHoneyguide());
  return null;
}

const root = createRoot(document.getElementById("root") as Element);
function show(lines: { segment: string; way: Way }[], error?: unknown, key = ""): void {
  root.render(
    createElement(
      StrictMode,
      null,
      createElement(
        HoneyguideProvider,
        { client: hg },
        createElement(Reader),
        lines.map(({ segment, way }, index) => createElement(Line, { key: key + index, segment, way })),
        createElement(
          HoneyguideErrorBoundary,
          {
            fallback: ({ error, reset }) =>
              createElement(
                "button",
                { type: "button", onClick: reset },
                `failed: ${(error as Error).message}`,
              ),
          },
          // This one's fallback is what failed again.
          createElement(
            HoneyguideErrorBoundary,
            {
              fallback: ({ error }) => {
                throw error;
              },
            },
            createElement(Broken, { error }),
          ),
        ),
      ),
    ),
  );
}

/** A line outside of any provider. */
function Alone(): ReactNode {
  const line = useCaption({ segment: "alone" });
  useEffect(() => line.update("nobody measures this"), [line]);
  return createElement("p", { ref: line.ref }, String(useHoneyguide()));
}
const alone = (element: Element) =>
  createRoot(element).render(createElement(StrictMode, null, createElement(Alone)));

Object.assign(window, { hg, say, show, seen, alone, kept, record });
