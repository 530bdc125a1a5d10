/** What `init` takes. */
export interface Options {
  /** Where the gateway listens: `https://telemetry.example.com`. A path is kept. Empty or absent: the page's own origin. */
  endpoint?: string;
  /** The app's public write key. */
  key: string;
  /** What is running. */
  app: {
    name: string;
    /** The release. */
    version?: string;
    environment?: string;
    /** Which source maps belong to it, where one version is built more than once. */
    sourceMaps?: string;
  };
  /**
   * The app's own services: a name, and what the addresses of its requests begin with. Requests to them are events of
   * availability and error rate. Without the list, all requests to the page's own origin are, under the name `app`.
   */
  services?: Record<string, string>;
  /**
   * Origins whose services may continue a trace, as `location.origin` writes them: `https://api.example.com`. Each request to
   * them is a span, and gets its `traceparent` header, and `baggage` where there is any; one that has a `traceparent` already
   * stays as it is. A service of another origin than the page's has to allow both headers (`Access-Control-Allow-Headers`).
   * None by default.
   */
  propagateTo?: string[];
  /** One session of so many is measured, whole, and weighs as many. A whole number up to 10 000; 1 by default. */
  sampleEvery?: number;
  /**
   * Whether the page may tell what it measures. Granted by default; `pending` keeps what happens in a bounded buffer until
   * {@link Honeyguide.consent} says more.
   */
  consent?: Consent;
  /**
   * Sees the attributes of each item before it can leave the page, by the names that objectives and logs have: what it returns
   * goes instead, `null` lets the item go. A fault of its own lets it go too. With it, pages that end before the module came are silent.
   */
  beforeSend?: (attributes: Record<string, string>) => Record<string, string | undefined> | null | undefined;
  /** Names the route of a path, for requests and views; by default what looks like an identifier becomes `:id`. */
  route?: (path: string) => string;
  /**
   * Other paths of the gateway's doors, for a tunnel of the app's own: `/v1/batch` and `/v1/time` by default; and other names of the
   * batch's two parameters, the write key (`k`) and the session (`s`).
   */
  paths?: { batch?: string; time?: string; key?: string; session?: string };
  /**
   * Where the server that emits the captions tells its time, if it is not the gateway's: an address that answers with two numbers, milliseconds
   * since the Unix epoch when the question came and when it was answered, and allows the page's origin.
   */
  timeEndpoint?: string;
  /** Milliseconds between batches; 10 000 by default. */
  batchInterval?: number;
  /**
   * The address of the WebAssembly file, where the host serves it itself: `import wasm from "@honeyguide/browser/wasm"`, or any other.
   * Without it the module comes as text in a script.
   */
  wasm?: string | URL;
  /** What would go to the gateway goes there instead, as to the `memorySink()` of `@honeyguide/browser/testing`. */
  sink?: Sink;
  /** Warn in the console about misuse, and show in the page what is being measured; `"console"` only warns. Silent otherwise. */
  debug?: boolean | "console";
}

/** Takes the gateway's place: for an app's own tests, or for looking at what is sent. */
export interface Sink {
  /** Called instead of the global `fetch`, and like that without a `this`: each batch is a POST, the question for the server's time a GET. */
  readonly fetch: (address: string, request: RequestInit) => Promise<Response>;
  /** @internal The client measures from now on. */
  _began?(
    client: { flush(): Promise<void>; counts(): Counts },
    isSilent: () => boolean,
    isOver: () => boolean,
  ): void;
}

/** Whether the page may tell what it measures. */
export type Consent = "granted" | "pending" | "denied";

/** One line of captions: a segment that is revised until it is final. */
export interface CaptionOptions {
  /**
   * The app's own name of the segment: each call with it (and the same language and speaker) goes on with the same line.
   * Empty for a line of its own each time. It never leaves the page.
   */
  segment: string;
  /** BCP 47 tag; also decides how words are told apart. */
  language?: string | undefined;
  /** A role: agent, user, … never a person. */
  speaker?: string | undefined;
  /** The element that shows the text, where it is not written in the same task as `update` (a framework commits later). */
  element?: Element;
}

/** What came with an update. */
export interface UpdateOptions {
  /** When the server emitted it: milliseconds since the Unix epoch by the server's clock. */
  emittedAt?: number;
  /** No further revision will come. */
  final?: boolean;
  /** When the newest word of the text was spoken: milliseconds since the Unix epoch by the clock of whoever sends the sound. */
  spokenAt?: number;
}

/** A translation request. */
export interface TranslationOptions {
  /** Source language. */
  from?: string;
  /** Target language. */
  to?: string;
}

/** An attribute's value; it is sent as text. */
export type AttributeValue = string | number | boolean;

/** Attributes of the app's own; an item has 60 of them at most. */
export type Attributes = Record<string, AttributeValue>;

/** Counts of items since the page began. */
export interface Counts {
  /** Events captured. */
  captured: number;
  /** Acknowledged by the gateway. */
  delivered: number;
  /** Dropped, under a name that the gateway's outcomes tell. */
  dropped: number;
  /** Still in the outbox. */
  waiting: number;
}
