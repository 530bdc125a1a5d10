/** What `init` takes. */
export interface Options {
  /** Where the gateway listens: `https://telemetry.example.com`. A path is kept. Empty or absent: the page's own origin. */
  endpoint?: string;
  /** The app's public write key. */
  key: string;
  /** What is running. */
  app: { name: string; version?: string; environment?: string };
  /**
   * The app's own services: a name, and what the addresses of its requests begin with. Requests to them are events of
   * availability and error rate. Without the list, all requests to the page's own origin are, under the name `app`.
   */
  services?: Record<string, string>;
  /** Milliseconds between batches; 10 000 by default. */
  batchInterval?: number;
  /** Warn in the console about misuse. Silent otherwise. */
  debug?: boolean;
}

/** One line of captions: a segment that is revised until it is final. */
export interface CaptionOptions {
  /** The app's own name of the segment. It never leaves the page. */
  segment: string;
  /** BCP 47 tag; also decides how words are told apart. */
  language?: string;
  /** A role: agent, user, … never a person. */
  speaker?: string;
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
