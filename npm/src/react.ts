"use client";

import {
  Component,
  createContext,
  createElement,
  type ReactNode,
  useContext,
  useEffect,
  useMemo,
} from "react";
import type { Caption, CaptionOptions, Honeyguide, UpdateOptions } from "./index";

const Client = createContext<Honeyguide | undefined>(undefined);

/**
 * Hands what `init` gave to the components below.
 *
 * ```tsx
 * const hg = init({ endpoint, key, app });
 * root.render(<HoneyguideProvider client={hg}><App /></HoneyguideProvider>);
 * ```
 */
export function HoneyguideProvider(props: { client: Honeyguide; children?: ReactNode }): ReactNode {
  return createElement(Client.Provider, { value: props.client }, props.children);
}

/**
 * What the nearest provider was given; `undefined` without one.
 *
 * ```tsx
 * const hg = useHoneyguide();
 * return <button onClick={() => hg?.event("hand_raised")}>Raise hand</button>;
 * ```
 */
export const useHoneyguide = (): Honeyguide | undefined => useContext(Client);

/** A line of captions that React writes. */
export interface CaptionLine {
  /** The text changed. Call it where the text arrives, before or after setting the state that shows it. */
  update(text: string, options?: UpdateOptions): void;
  /** The segment is over while its text stands. Done by itself when the component goes; updates after that are nobody's. */
  close(): void;
  /** For the element that shows the text. */
  ref(element: Element | null): void;
}

/**
 * A line of captions that ends with the component.
 *
 * ```tsx
 * function Line({ socket, segment }) {
 *   const line = useCaption({ segment, language: "de" });
 *   const [text, setText] = useState("");
 *   useEffect(() => socket.subscribe(segment, (update) => {
 *     line.update(update.text, { emittedAt: update.at, final: update.final });
 *     setText(update.text);
 *   }), [socket, segment, line]);
 *   return <p ref={line.ref}>{text}</p>;
 * }
 * ```
 */
export function useCaption({ segment, language, speaker }: Omit<CaptionOptions, "element">): CaptionLine {
  const hg = useHoneyguide();
  // Nothing begins before the first update: a render may be thrown away, and StrictMode runs effects twice.
  const [line, mount] = useMemo(
    () => captionLine(hg, { segment, language, speaker } as CaptionOptions),
    [hg, segment, language, speaker],
  );
  useEffect(mount, [mount]);
  return line;
}

/** No caption's text. */
const SIGN = "\0";

function captionLine(hg: Honeyguide | undefined, options: CaptionOptions): [CaptionLine, () => () => void] {
  let caption: Caption | undefined;
  let element: Element | undefined;
  let observer: MutationObserver | undefined;
  // The core sees a write by a change of the line's element. That may come later than the first update, and be another one
  // then, so a node of our own stands for it.
  let sign: Text | undefined;
  let gone = false;
  const wrote = () => {
    if (sign) sign.data = SIGN;
  };
  const line: CaptionLine = {
    update(text, more) {
      if (!hg || gone || !globalThis.document) return;
      sign ??= document.createTextNode(SIGN);
      caption ??= hg.caption({ ...options, element: sign as unknown as Element });
      caption.update(text, more);
      // Called from an effect: it stands there already.
      if (element?.textContent === text) wrote();
    },
    close() {
      caption?.close();
      caption = undefined;
    },
    ref(now) {
      observer?.disconnect();
      element = now ?? undefined;
      if (!now) return;
      observer = new MutationObserver(wrote);
      observer.observe(now, { childList: true, characterData: true, subtree: true });
      wrote();
    },
  };
  const mount = () => {
    gone = false;
    return () => {
      gone = true;
      line.close();
    };
  };
  return [line, mount];
}

const reported = new WeakSet<object>();

/** What {@link HoneyguideErrorBoundary} takes. */
export interface ErrorBoundaryProps {
  /** Shown in the place of what failed; nothing by default. `reset` tries again. */
  fallback?: ReactNode | ((failure: { error: unknown; reset: () => void }) => ReactNode);
  children?: ReactNode;
}

interface State {
  failure?: [error: unknown] | undefined;
}

/**
 * Reports an error that rendering threw, once, and shows a fallback.
 *
 * ```tsx
 * <HoneyguideErrorBoundary fallback={({ reset }) => <button onClick={reset}>Try again</button>}>
 *   <Captions />
 * </HoneyguideErrorBoundary>
 * ```
 */
export class HoneyguideErrorBoundary extends Component<ErrorBoundaryProps, State> {
  static override contextType = Client;
  override state: State = {};

  static getDerivedStateFromError(error: unknown): State {
    return { failure: [error] };
  }

  override componentDidCatch(error: unknown): void {
    // Another boundary may have handed it on.
    if (error instanceof Object) {
      if (reported.has(error)) return;
      reported.add(error);
    }
    (this.context as Honeyguide | undefined)?._error("react", error, error);
  }

  override render(): ReactNode {
    const { children, fallback } = this.props;
    const { failure } = this.state;
    if (!failure) return children;
    if (typeof fallback !== "function") return fallback ?? null;
    return fallback({ error: failure[0], reset: () => this.setState({ failure: undefined }) });
  }
}
