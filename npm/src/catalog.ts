// Written by `cargo xtask generate` from catalog/. Do not edit.

export const LANGUAGE = 1;
export const SPEAKER = 2;
export const OUTCOME = 3;
export const MEDIA = 4;
export const NAME = 5;
export const CODEC = 6;
export const PATH_TYPE = 7;
export const ERROR_TYPE = 8;
export const MESSAGE = 9;
export const STACK = 10;
export const SOURCE = 11;
export const SOURCE_LANGUAGE = 12;
export const TARGET_LANGUAGE = 13;
export const SERVICE = 14;
export const APP_NAME = 15;
export const APP_VERSION = 16;
export const ENVIRONMENT = 17;
export const SDK_VERSION = 18;
export const UNIT = 19;
export const REASON = 20;
export const EVENT = 21;
export const QUALITY = 22;
export const ROLE = 23;
export const LAYER = 24;
export const ROUTE = 25;
export const METHOD = 26;
export const SCRIPT = 27;
export const INVOKER = 28;
export const TARGET = 29;
export const LOAD_STATE = 30;
export const INTERACTION = 31;
export const NAVIGATION = 32;
export const STATE = 33;
export const STATUS = 34;
export const NETWORK_TYPE = 35;
export const SOURCE_MAPS = 36;
export const VIEW = 37;
export const USER = 38;
export const ROOM = 39;
export const OWN_KEYS = 1024;

/** Kinds of items. */
export enum Kind {
  Caption = 1,
  CaptionSegment = 2,
  WebrtcInbound = 3,
  WebrtcOutbound = 4,
  WebrtcConnection = 5,
  AudioWindow = 6,
  WebVital = 7,
  Error = 8,
  Span = 9,
  Translation = 10,
  Request = 11,
  LongTask = 12,
  OwnCounter = 13,
  OwnGauge = 14,
  OwnHistogram = 15,
  CaptionGap = 16,
  CallEvent = 17,
  MediaRequest = 18,
  Navigation = 19,
  View = 20,
  Visibility = 21,
  OwnEvent = 22,
  SpanEvent = 23,
}

/** Fields of caption, as they cross into the module. */
export enum CaptionField {
  latency = 5,
  render = 9,
  app = 13,
  mainThread = 17,
  segment = 20,
  displayed = 24,
  retracted = 28,
  erased = 32,
  reformatted = 36,
  last = 40,
  truncated = 44,
  emitted = 48,
  lag = 53,
}

/** Fields of caption_segment, as they cross into the module. */
export enum CaptionSegmentField {
  segment = 4,
  words = 8,
  displayed = 12,
  retracted = 16,
  erased = 20,
  revisions = 24,
  lateDisplayed = 28,
  lateRetracted = 32,
  toFinal = 37,
}

/** Fields of webrtc_inbound, as they cross into the module. */
export enum WebrtcInboundField {
  track = 4,
  connection = 8,
  loss = 14,
  discard = 18,
  jitterBuffer = 21,
  playout = 25,
  concealment = 30,
  freeze = 34,
  rtt = 37,
  bitrate = 40,
  frameRate = 46,
  stalled = 48,
  jitter = 53,
  framesDropped = 56,
  frameHeight = 60,
}

/** Fields of webrtc_outbound, as they cross into the module. */
export enum WebrtcOutboundField {
  track = 4,
  connection = 8,
  loss = 14,
  rtt = 17,
  bitrate = 20,
  frameRate = 26,
  frameHeight = 28,
  limitedCpu = 34,
  limitedBandwidth = 38,
  retransmitted = 42,
}

/** Fields of webrtc_connection, as they cross into the module. */
export enum WebrtcConnectionField {
  connection = 4,
  setup = 9,
  signalling = 13,
  ice = 17,
  dtls = 21,
}

/** Fields of audio_window, as they cross into the module. */
export enum AudioWindowField {
  track = 4,
  score = 10,
  delay = 13,
  loss = 18,
  stalled = 22,
}

/** Fields of web_vital, as they cross into the module. */
export enum WebVitalField {
  time = 5,
  score = 10,
  revision = 12,
  ttfb = 17,
  loadDelay = 21,
  loadDuration = 25,
  renderDelay = 29,
  inputDelay = 33,
  processing = 37,
  presentation = 41,
  largestShift = 46,
  waiting = 49,
  cache = 53,
  dns = 57,
  connect = 61,
  request = 65,
}

/** Fields of span, as they cross into the module. */
export enum SpanField {
  duration = 5,
  traceHigh = 11,
  traceLow = 15,
  span = 19,
  parent = 23,
  failed = 24,
}

/** Fields of translation, as they cross into the module. */
export enum TranslationField {
  ttft = 5,
  duration = 9,
  accuracy = 14,
  waiting = 17,
}

/** Fields of request, as they cross into the module. */
export enum RequestField {
  duration = 5,
  status = 8,
}

/** Fields of long_task, as they cross into the module. */
export enum LongTaskField {
  duration = 5,
  blocking = 9,
  scriptDuration = 13,
  rendering = 17,
}

/** Fields of own_counter, as they cross into the module. */
export enum OwnCounterField {
  increment = 6,
}

/** Fields of own_gauge, as they cross into the module. */
export enum OwnGaugeField {
  value = 6,
}

/** Fields of own_histogram, as they cross into the module. */
export enum OwnHistogramField {
  value = 6,
}

/** Fields of caption_gap, as they cross into the module. */
export enum CaptionGapField {
  duration = 5,
}

/** Fields of call_event, as they cross into the module. */
export enum CallEventField {
  connection = 4,
  track = 8,
  duration = 13,
}

/** Fields of media_request, as they cross into the module. */
export enum MediaRequestField {
  duration = 5,
}

/** Fields of navigation, as they cross into the module. */
export enum NavigationField {
  redirect = 5,
  dns = 9,
  connect = 13,
  tls = 17,
  waiting = 21,
  response = 25,
  interactive = 29,
  loaded = 33,
}

/** Fields of view, as they cross into the module. */
export enum ViewField {
  painted = 5,
}

/** Fields of visibility, as they cross into the module. */
export enum VisibilityField {
  duration = 5,
}

/** Fields of span_event, as they cross into the module. */
export enum SpanEventField {
  traceHigh = 7,
  traceLow = 11,
  span = 15,
}
