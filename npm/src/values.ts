// Written by `cargo xtask generate` from catalog/. Do not edit.

/** What items of each kind hold. What was not known is absent. */
export interface Values {
  caption: {
    /** Milliseconds between the server's clock and the page's: add the batch's `clock.offset`. */
    latency?: number;
    /** Milliseconds. */
    render?: number;
    /** Milliseconds. */
    app?: number;
    /** Milliseconds. */
    main_thread?: number;
    /** A whole number. */
    segment: number;
    /** A whole number. */
    displayed?: number;
    /** A whole number. */
    retracted?: number;
    /** A whole number. */
    erased?: number;
    /** A whole number. */
    reformatted?: number;
    /** A whole number. */
    last?: number;
    /** A whole number. */
    truncated?: number;
    /** A whole number. */
    emitted?: number;
    /** Milliseconds. */
    lag?: number;
  };
  caption_segment: {
    /** A whole number. */
    segment: number;
    /** A whole number. */
    words: number;
    /** A whole number. */
    displayed?: number;
    /** A whole number. */
    retracted?: number;
    /** A whole number. */
    erased?: number;
    /** A whole number. */
    revisions?: number;
    /** A whole number. */
    late_displayed?: number;
    /** A whole number. */
    late_retracted?: number;
    /** Milliseconds. */
    to_final?: number;
  };
  webrtc_inbound: {
    /** A whole number. */
    track: number;
    /** A whole number. */
    connection: number;
    /** 0 to 1. */
    loss?: number;
    /** 0 to 1. */
    discard?: number;
    /** Milliseconds. */
    jitter_buffer?: number;
    /** Milliseconds. */
    playout?: number;
    /** 0 to 1. */
    concealment?: number;
    /** 0 to 1. */
    freeze?: number;
    /** Milliseconds. */
    rtt?: number;
    /** A whole number. */
    bitrate?: number;
    /** A number. */
    frame_rate?: number;
    /** A whole number. */
    stalled?: number;
    /** Milliseconds. */
    jitter?: number;
    /** A whole number. */
    frames_dropped?: number;
    /** A whole number. */
    frame_height?: number;
  };
  webrtc_outbound: {
    /** A whole number. */
    track: number;
    /** A whole number. */
    connection: number;
    /** 0 to 1. */
    loss?: number;
    /** Milliseconds. */
    rtt?: number;
    /** A whole number. */
    bitrate?: number;
    /** A number. */
    frame_rate?: number;
    /** A whole number. */
    frame_height?: number;
    /** 0 to 1. */
    limited_cpu?: number;
    /** 0 to 1. */
    limited_bandwidth?: number;
    /** 0 to 1. */
    retransmitted?: number;
  };
  webrtc_connection: {
    /** A whole number. */
    connection: number;
    /** Milliseconds. */
    setup?: number;
    /** Milliseconds. */
    signalling?: number;
    /** Milliseconds. */
    ice?: number;
    /** Milliseconds. */
    dtls?: number;
  };
  audio_window: {
    /** A whole number. */
    track: number;
    /** 0 to 1. */
    score: number;
    /** Milliseconds. */
    delay?: number;
    /** 0 to 1. */
    loss?: number;
    /** 0 to 1. */
    stalled?: number;
  };
  web_vital: {
    /** Milliseconds. */
    time?: number;
    /** A number. */
    score?: number;
    /** A whole number. */
    revision?: number;
    /** Milliseconds. */
    ttfb?: number;
    /** Milliseconds. */
    load_delay?: number;
    /** Milliseconds. */
    load_duration?: number;
    /** Milliseconds. */
    render_delay?: number;
    /** Milliseconds. */
    input_delay?: number;
    /** Milliseconds. */
    processing?: number;
    /** Milliseconds. */
    presentation?: number;
    /** A number. */
    largest_shift?: number;
    /** Milliseconds. */
    waiting?: number;
    /** Milliseconds. */
    cache?: number;
    /** Milliseconds. */
    dns?: number;
    /** Milliseconds. */
    connect?: number;
    /** Milliseconds. */
    request?: number;
  };
  error: Record<never, never>;
  span: {
    /** Milliseconds. */
    duration: number;
    /** 16 hexadecimal digits. */
    trace_high: string;
    /** 16 hexadecimal digits. */
    trace_low: string;
    /** 16 hexadecimal digits. */
    span: string;
    /** 16 hexadecimal digits. */
    parent?: string;
    /** A whole number. */
    failed?: number;
  };
  translation: {
    /** Milliseconds. */
    ttft?: number;
    /** Milliseconds. */
    duration?: number;
    /** 0 to 1. */
    accuracy?: number;
    /** Milliseconds. */
    waiting?: number;
  };
  request: {
    /** Milliseconds. */
    duration?: number;
    /** A whole number. */
    status?: number;
  };
  long_task: {
    /** Milliseconds. */
    duration: number;
    /** Milliseconds. */
    blocking?: number;
    /** Milliseconds. */
    script_duration?: number;
    /** Milliseconds. */
    rendering?: number;
  };
  own_counter: {
    /** A number. */
    increment: number;
  };
  own_gauge: {
    /** A number. */
    value: number;
  };
  own_histogram: {
    /** A number. */
    value: number;
  };
  caption_gap: {
    /** Milliseconds. */
    duration: number;
  };
  call_event: {
    /** A whole number. */
    connection?: number;
    /** A whole number. */
    track?: number;
    /** Milliseconds. */
    duration?: number;
  };
  media_request: {
    /** Milliseconds. */
    duration: number;
  };
  navigation: {
    /** Milliseconds. */
    redirect?: number;
    /** Milliseconds. */
    dns?: number;
    /** Milliseconds. */
    connect?: number;
    /** Milliseconds. */
    tls?: number;
    /** Milliseconds. */
    waiting?: number;
    /** Milliseconds. */
    response?: number;
    /** Milliseconds. */
    interactive?: number;
    /** Milliseconds. */
    loaded?: number;
  };
  view: {
    /** Milliseconds. */
    painted?: number;
  };
  visibility: {
    /** Milliseconds. */
    duration: number;
  };
  own_event: Record<never, never>;
  span_event: {
    /** 16 hexadecimal digits. */
    trace_high: string;
    /** 16 hexadecimal digits. */
    trace_low: string;
    /** 16 hexadecimal digits. */
    span: string;
  };
}

/** Why a page lets items go. */
export type Reason =
  | "outbox_full"
  | "no_consent"
  | "redacted"
  | "refused_by_gateway"
  | "shut_down"
  | "turned_off";
