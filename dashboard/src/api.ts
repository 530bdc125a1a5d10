// What the gateway says under `/api/v1/`, as far as the dashboard reads it. Times are milliseconds since the Unix
// epoch on the gateway's clock, durations milliseconds, ratios 0..1. A `?` marks what an older gateway leaves out.

export type RecentView = "no_data" | "healthy" | "warning" | "critical";
export type BudgetView = "no_data" | "met" | "at_risk" | "breached";

export interface Tier {
  name: string;
  severity: "page" | "ticket";
  long_ms: number;
  short_ms: number;
  factor: number;
  burn_long: number | null;
  burn_short: number | null;
  least_events: number;
  least_bad?: number;
  events_long?: number;
  bad_long?: number;
  enabled: boolean;
  considered: boolean;
  firing: boolean;
}

export interface Cause {
  cause: string;
  bad: number;
  share: number;
  sessions: number;
}

export interface Violation {
  at: number;
  /** `null`: what was waited for never happened. */
  value: number | null;
  error: number;
  cause: string;
  session: string;
  labels: Record<string, string>;
}

/** Start of the minute, then good, bad and undecided events. */
export type Minute = [start: number, good: number, bad: number, undecided: number];

/** The state of one objective; `null` means that no event was judged. */
export interface Objective {
  name: string;
  title: string;
  description: string;
  target: number;
  threshold: string | null;
  window_days: number;
  total: number;
  bad: number;
  undecided: number;
  ratio: number | null;
  remaining: number | null;
  burn: number | null;
  lasts_ms: number | null;
  view_5m: RecentView;
  view_budget: BudgetView;
  last_5m: { good: number; bad: number; undecided: number };
  tiers: Tier[];
  notes: string[];
  definition?: string;
  causes?: Cause[];
  worst_sessions?: { session: string; bad: number; last_at: number }[];
  recent_violations?: Violation[];
  minutes?: Minute[];
}

export type Counts = Record<string, number>;

export interface Destination {
  delivered: number;
  waiting: number;
  dropped: Counts;
  passed_over: number;
  /** What lay where the journal was damaged, before the destination had it. */
  unreadable?: number;
}

/** Where every item is. */
export interface Outcomes {
  requests: { accepted: number; repeated: number; repeated_items: number; refused: Counts; internal: number };
  items: {
    captured: number;
    dropped_in_page: Counts;
    journalled: number;
    rejected: Counts;
    in_pages: number;
    lost_with_page?: number;
  };
  destinations: Record<string, Destination>;
}

/** What the stream pushes. */
export interface State {
  slos: { now: number; objectives: Objective[] };
  outcomes: Outcomes;
}

export interface Step {
  at: number;
  good: number;
  bad: number;
  undecided: number;
  remaining: number | null;
}

/** `/api/v1/slos/NAME?minutes=N` */
export interface History {
  now: number;
  objective: Objective;
  step_ms: number;
  window_from: number;
  history: Step[];
}

export interface Series {
  labels: Record<string, string>;
  value?: number;
  mean?: number | null;
  bounds?: number[];
  /** One more than bounds, each by itself. */
  buckets?: number[];
  sum?: number;
  count?: number;
}

export interface Metric {
  name: string;
  description: string;
  kind: "counter" | "gauge" | "histogram";
  own?: boolean;
  unit?: string | null;
  series: Series[];
}

/** `/api/v1/metrics` */
export interface Metrics {
  now: number;
  since: number;
  metrics: Metric[];
}

export type SessionState = "live" | "left" | "unfinished";

export interface SessionSummary {
  session: string;
  app: string;
  state: SessionState;
  first_at: number;
  last_at: number;
  items: number;
  pages: number;
  lost: number;
  user_agent: string | null;
}

/** `/api/v1/sessions` */
export interface Sessions {
  now: number;
  sessions: SessionSummary[];
}

export interface Release {
  /** `service.version`; empty where the page told none. */
  release: string;
  events: number;
  first_at: number;
  last_at: number;
}

/** Errors of one type, message and place. */
export interface ErrorGroup {
  id: string;
  app: string;
  type: string;
  /** Numbers and identifiers are `#`. */
  message: string;
  events: number;
  sessions: number;
  first_at: number;
  last_at: number;
  /** The latest first. */
  releases: Release[];
  /** Beginning of the hour, events. */
  hours: [start: number, events: number][];
}

/** `/api/v1/errors` */
export interface ErrorGroups {
  now: number;
  groups: ErrorGroup[];
  /** Errors of groups that were too many, by app. */
  forgotten: Counts;
}

export interface Frame {
  function: string | null;
  file: string;
  line: number;
  column: number;
  /** The place in the minified file, where a source map was applied. */
  minified: string | null;
}

/** `/api/v1/errors/ID` */
export interface ErrorDetail extends ErrorGroup {
  now: number;
  recent: { session: string; at: number }[];
  example: {
    at: number;
    session: string;
    source: string;
    message: string;
    stack: string;
    /** Under which its source maps would be. */
    release: string | null;
    user_agent: string;
  };
  frames: Frame[];
  /** Files without a source map. */
  unmapped: string[];
}

/** `/api/v1/source-maps` */
export interface SourceMaps {
  now: number;
  maps: { app: string; release: string; file: string; bytes: number; uploaded_at: number }[];
}

type Maybe = number | null;

/** `at` is the emit on the server's clock, or the handler's time; `end` the paint. */
export interface Caption {
  at: number;
  end: Maybe;
  outcome: string;
  language: string | null;
  latency: Maybe;
  network: Maybe;
  main_thread: Maybe;
  app: Maybe;
  render: Maybe;
  /** The largest part, late or not. */
  cause: string | null;
  /** By how much the latency may be off. */
  error?: Maybe;
  undecided?: boolean;
  displayed: Maybe;
  retracted: Maybe;
  lag?: Maybe;
}

export interface NetworkPoll {
  at: number;
  track: string | number | null;
  connection: string | number | null;
  media: string | null;
  direction: "in" | "out";
  rtt: Maybe;
  loss: Maybe;
  jitter_buffer: Maybe;
  concealment: Maybe;
  freeze: Maybe;
  bitrate: Maybe;
  stalled: boolean;
  frame_rate?: Maybe;
  frame_height?: Maybe;
  layer?: string | null;
  limited?: string | null;
}

export interface SessionSpan {
  at: number;
  duration: Maybe;
  name: string;
  trace: string;
  span: string;
  parent: string | null;
  failed: boolean;
}

/** `/api/v1/sessions/ID` */
export interface Session {
  now: number;
  session: string;
  app: string;
  state: SessionState;
  first_at: number;
  last_at: number;
  user_agent: string | null;
  resource: Record<string, unknown>;
  items: number;
  lost: number;
  truncated: boolean;
  pages: {
    page: string;
    state: SessionState;
    captured: number;
    arrived: number;
    /** By reason. */
    dropped: Counts | number;
    lost: number;
    first_at: number;
    last_at: number;
  }[];
  captions: Caption[];
  network: NetworkPoll[];
  audio: { at: number; score: Maybe; delay: Maybe; loss: Maybe; stalled: boolean | Maybe }[];
  connections: { at: number; outcome: string; setup: Maybe; path_type: string | null }[];
  main_thread: { at: number; duration: Maybe; script?: string | null; invoker?: string | null }[];
  errors: {
    at: number;
    type: string | null;
    message: string | null;
    source: string | null;
    stack: string | null;
    group?: string;
    frames?: Frame[];
  }[];
  requests: {
    at: number;
    duration: Maybe;
    service: string | null;
    outcome: string;
    status: Maybe;
    route?: string | null;
    method?: string | null;
  }[];
  translations: {
    at: number;
    ttft: Maybe;
    duration: Maybe;
    accuracy: Maybe;
    outcome: string;
    from: string | null;
    to: string | null;
  }[];
  vitals: {
    at: number;
    name: string;
    value: Maybe;
    parts?: Record<string, number>;
    about?: Record<string, string>;
  }[];
  spans: SessionSpan[];
  /** `at` is the end. */
  caption_gaps: { at: number; duration: Maybe; language: string | null }[];
  finals: { at: number; to_final: number; segment: number; language: string | null }[];
  call_events: {
    /** The end, where it lasted. */
    at: number;
    event: string;
    media: string | null;
    role: string | null;
    reason: string | null;
    quality: string | null;
    path_type: string | null;
    duration: Maybe;
  }[];
  media_requests: { at: number; media: string | null; outcome: string; duration: Maybe }[];
  navigations: ({ at: number; navigation: string | null } & Record<string, number | string | null>)[];
  views: { at: number; route: string | null; reason: string | null; painted: Maybe }[];
  /** `at` is the end. */
  visibility: { at: number; state: string | null; duration: Maybe }[];
  events: { at: number; name: string; attributes: Record<string, string>; span: string | null }[];
}
