//! Puts the parts together, runs them, and stops them in order.

use std::{
    future::Future,
    io::{IsTerminal, Write},
    net::SocketAddr,
    path::Path,
    sync::{Arc, Mutex},
    time::Duration,
};

use anyhow::Context;
use axum::{
    Router,
    http::{Method, header},
    middleware,
    routing::post,
};
use honeyguide_slo::{Evaluator, Objective, Settings};
use tokio::{net::TcpListener, sync::watch, task::JoinHandle};
use tower_http::cors::{Any, CorsLayer};

use crate::{
    api, clock,
    config::Config,
    deliver::{
        CatchUp, Destination, Fold, Folded, Progress, accounts::Accounts, errors::Errors, evaluator::Objectives,
        export, file::JsonLines, fold, follow, metrics::Metrics, otlp, sessions::Sessions,
    },
    ingest::{self, Doorkeeper, Ingest},
    journal::{Appender, Journal, Limits},
    outcomes::Outcomes,
    source_maps::SourceMaps,
};

/// A running gateway: what its pages show.
#[derive(Debug)]
pub struct Gateway {
    /// Counters of the door.
    pub outcomes: Arc<Outcomes>,
    /// The durable log.
    pub journal: Journal,
    /// Cumulative series.
    pub metrics: Folded<Metrics>,
    /// The objectives.
    pub objectives: Folded<Objectives>,
    /// The pages' books.
    pub accounts: Folded<Accounts>,
    /// Where the journal has each session.
    pub sessions: Folded<Sessions>,
    /// Errors in groups.
    pub errors: Folded<Errors>,
    /// What makes stacks readable.
    pub source_maps: SourceMaps,
    /// Names of the apps.
    pub apps: Vec<String>,
    /// Who may change source maps says so with it.
    pub admin_token: Option<String>,
    /// How far the servers' clocks may differ, milliseconds.
    pub clock_bound: f64,
    /// After this long without a word a page counts as silent, milliseconds.
    pub silent_after: u64,
    /// Whether the folds know all that an earlier process showed.
    pub catch_up: CatchUp,
    /// Progress of each destination outside, by name.
    pub followers: Vec<(&'static str, Arc<Mutex<Progress>>)>,
    /// What destinations can no longer have.
    pub unreadable: api::Unreadable,
    /// Becomes true when the gateway stops.
    pub stopping: watch::Receiver<bool>,
}

/// How long requests under way may take to finish; one that is never sent whole must not hold up the stop.
const GRACE: Duration = Duration::from_secs(5);
/// How long readers may take to finish after the last request.
const DRAIN: Duration = Duration::from_secs(5);

/// Runs until `stop` resolves, then drains: requests first, then the journal, then its readers.
///
/// `extra` is served on the public listener under `/demo/`: the demo call, a test's pages.
///
/// # Errors
/// What hinders a start: a port in use, an unusable folder.
pub async fn serve(
    config: Config,
    objectives: Vec<Objective>,
    extra: Option<Router>,
    stop: impl Future<Output = ()> + Send + 'static,
) -> anyhow::Result<()> {
    for (objective, warning) in
        objectives.iter().flat_map(|one| one.warnings().into_iter().map(move |text| (&one.name, text)))
    {
        tracing::warn!(objective, "{warning}");
    }
    let evaluator = Evaluator::new(objectives, Settings::default());
    let public_listener = bind("listen", config.listen).await?;
    let admin_listener = if config.admin == config.listen { None } else { Some(bind("admin", config.admin).await?) };

    let folder = config.journal.path.as_path();
    let limits = Limits { segment_bytes: config.journal.segment_bytes, ..Limits::default() };
    let (journal, appender) = Journal::open(folder, limits)?;
    if journal.damage().segments > 0 {
        tracing::warn!(damage = ?journal.damage(), "damaged journal segments were set aside");
    }
    let (stopping, stopped) = watch::channel(false);
    let client = config.destinations.collector.as_ref().map(export::Client::new).transpose()?;
    let (gateway, readers) = start_readers(&config, client.as_ref(), evaluator, journal, stopped);
    let exporter = start_metric_export(&config, client, &gateway);

    let public = public_router(&config, appender.clone(), &gateway);
    let admin = api::router(Arc::clone(&gateway));
    let (public, admin) = match admin_listener {
        Some(listener) => (public, Some((listener, admin))),
        None => (public.merge(admin), None),
    };
    let demo = extra.is_some();
    let public = match extra {
        Some(extra) => public.nest_service("/demo", extra),
        None => public,
    };
    let saying = tokio::spawn(gateway.catch_up.clone().say());
    let ticking = tokio::spawn(tick(Arc::clone(&gateway)));
    announce(
        &config,
        public_listener.local_addr()?,
        admin.as_ref().map(|(listener, _)| listener.local_addr()).transpose()?,
        demo,
    );
    tokio::spawn(async move {
        stop.await;
        stopping.send_replace(true);
    });
    let mut servers = vec![spawn_server(public_listener, public, gateway.stopping.clone())];
    servers.extend(admin.map(|(listener, router)| spawn_server(listener, router, gateway.stopping.clone())));
    let deadline = deadline(gateway.stopping.clone());
    let stopped = async {
        for server in servers {
            server.await??;
        }
        anyhow::Ok(())
    };
    tokio::select! {
        stopped = stopped => stopped?,
        () = deadline => tracing::warn!("a request did not end in time; it is cut off"),
    }
    ticking.abort();
    saying.abort();
    // The journal's writer ends, whoever still holds the way to it, and readers run up to its end.
    appender.close();
    let drained = tokio::time::timeout(DRAIN, async {
        for reader in readers {
            let _ = reader.await;
        }
    });
    if drained.await.is_err() {
        tracing::warn!("a destination did not take everything in time; the journal keeps the rest for the next start");
    }
    if let Some((client, timer)) = exporter {
        timer.abort();
        if gateway.catch_up.is_done() {
            client.metrics(current_metrics(&gateway)).await;
        }
    }
    Ok(())
}

/// Resolves when requests have had their time after the stop.
async fn deadline(mut stopping: watch::Receiver<bool>) {
    let _ = stopping.wait_for(|stopping| *stopping).await;
    tokio::time::sleep(GRACE).await;
}

/// Lets time pass for the objectives: minutes without traffic are judged too. Not before all that came in those
/// minutes was taken in again: it would be too late then.
async fn tick(gateway: Arc<Gateway>) {
    gateway.catch_up.done().await;
    let mut interval = tokio::time::interval(Duration::from_secs(20));
    loop {
        interval.tick().await;
        gateway.objectives.with(|objectives| objectives.evaluator.advance(clock::now_ms()));
    }
}

async fn bind(what: &str, address: SocketAddr) -> anyhow::Result<TcpListener> {
    TcpListener::bind(address).await.with_context(|| {
        format!("{what}: {address} cannot be used; stop what listens there, or choose another with --{what} or in the configuration")
    })
}

fn start_readers(
    config: &Config,
    client: Option<&export::Client>,
    evaluator: Evaluator,
    journal: Journal,
    stopping: watch::Receiver<bool>,
) -> (Arc<Gateway>, Vec<JoinHandle<()>>) {
    let folder = config.journal.path.as_path();
    let clock_bound = config.clock_bound_ms;
    let (metrics, metrics_task) = fold(Metrics::new(clock_bound, clock::now_ms()), journal.clone(), folder);
    let (objectives, objectives_task) = fold(Objectives { evaluator, clock_bound }, journal.clone(), folder);
    let (accounts, accounts_task) = fold(Accounts::default(), journal.clone(), folder);
    let (sessions, sessions_task) = fold(Sessions::default(), journal.clone(), folder);
    let (errors, errors_task) = fold(Errors::default(), journal.clone(), folder);
    let catch_up = CatchUp::new(
        &journal,
        vec![
            (Metrics::NAME, metrics.reached()),
            (Objectives::NAME, objectives.reached()),
            (Accounts::NAME, accounts.reached()),
            (Sessions::NAME, sessions.reached()),
            (Errors::NAME, errors.reached()),
        ],
    );
    let mut tasks = vec![metrics_task, objectives_task, accounts_task, sessions_task, errors_task];
    let mut followers = Vec::new();
    if let Some(client) = client {
        add_follower(export::Export::new(client.clone()), &journal, folder, &mut followers, &mut tasks);
    }
    if let Some(path) = &config.destinations.file {
        add_follower(JsonLines::new(path), &journal, folder, &mut followers, &mut tasks);
    }
    let outcomes = Arc::new(Outcomes::default());
    let silent_after = config.page_silent_after_ms;
    let gateway = Gateway {
        outcomes,
        journal,
        metrics,
        objectives,
        accounts,
        sessions,
        errors,
        source_maps: SourceMaps::new(folder),
        apps: config.apps.iter().map(|app| app.name.clone()).collect(),
        admin_token: config.admin_token.clone(),
        clock_bound,
        silent_after,
        catch_up,
        followers,
        unreadable: api::Unreadable::default(),
        stopping,
    };
    (Arc::new(gateway), tasks)
}

fn add_follower<D: Destination>(
    destination: D,
    journal: &Journal,
    folder: &Path,
    followers: &mut Vec<(&'static str, Arc<Mutex<Progress>>)>,
    tasks: &mut Vec<JoinHandle<()>>,
) {
    let (progress, task) = follow(destination, journal.clone(), folder);
    followers.push((D::NAME, progress));
    tasks.push(task);
}

fn start_metric_export(
    config: &Config,
    client: Option<export::Client>,
    gateway: &Arc<Gateway>,
) -> Option<(export::Client, JoinHandle<()>)> {
    let (client, collector) = (client?, config.destinations.collector.as_ref()?);
    let mut interval = tokio::time::interval(Duration::from_millis(collector.interval_ms.max(100)));
    interval.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let (sender, gateway) = (client.clone(), Arc::clone(gateway));
    let timer = tokio::spawn(async move {
        gateway.catch_up.done().await;
        loop {
            interval.tick().await;
            sender.metrics(current_metrics(&gateway)).await;
        }
    });
    Some((client, timer))
}

fn current_metrics(gateway: &Gateway) -> opentelemetry_proto::tonic::metrics::v1::ResourceMetrics {
    let now = clock::now_ms();
    gateway.metrics.with(|metrics| {
        gateway.objectives.with(|objectives| otlp::metrics(metrics, objectives.evaluator.counters(), "single", now))
    })
}

fn public_router(config: &Config, appender: Appender, gateway: &Gateway) -> Router {
    let ingest = Arc::new(Ingest {
        doorkeeper: Doorkeeper::new(&config.apps),
        appender,
        outcomes: Arc::clone(&gateway.outcomes),
    });
    // Outermost, so that refusals carry it too; no credentials are ever used, hence any origin may read the status.
    let cors = CorsLayer::new()
        .allow_origin(Any)
        .allow_methods([Method::GET, Method::POST])
        .expose_headers([header::RETRY_AFTER, ingest::SDK_HEADER]);
    Router::new()
        .route("/v1/batch", post(ingest::batch).fallback(ingest::other_method))
        .route_layer(middleware::from_fn_with_state(Arc::clone(&ingest), ingest::tell_sdk))
        .merge(api::time_router())
        .with_state(ingest)
        .layer(cors)
}

fn spawn_server(
    listener: TcpListener,
    router: Router,
    mut stopping: watch::Receiver<bool>,
) -> JoinHandle<std::io::Result<()>> {
    tokio::spawn(async move {
        axum::serve(listener, router)
            .with_graceful_shutdown(async move {
                let _ = stopping.wait_for(|stopping| *stopping).await;
            })
            .await
    })
}

fn announce(config: &Config, public: SocketAddr, admin: Option<SocketAddr>, demo: bool) {
    let admin = admin.unwrap_or(public);
    let mut lines =
        vec![format!("Dashboard           http://{admin}/"), format!("Pages send to       http://{public}/v1/batch")];
    if demo {
        lines.push(format!("The demo call       http://{public}/demo/"));
    }
    lines.extend(
        config.apps.iter().map(|app| format!("Write key           {} (app {})", app.keys.join(", "), app.name)),
    );
    lines.push(format!("Journal             {}", config.journal.path.display()));
    if config.apps.iter().any(|app| app.origins.iter().any(|origin| origin == "*")) {
        lines.push("For production      name your origins instead of \"*\", and a key of your own, under `apps` in --config FILE".into());
    }
    // Nobody may be listening, which is no reason to stop.
    let _ = writeln!(std::io::stdout(), "{}", lines.join("\n"));
}

/// Sends the log to standard error, as much of it as `HONEYGUIDE_LOG` asks for. To be called once.
pub fn log_to_stderr() {
    tracing_subscriber::fmt()
        .with_env_filter(
            tracing_subscriber::EnvFilter::try_from_env("HONEYGUIDE_LOG").unwrap_or_else(|_| "info".into()),
        )
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr)
        .init();
}

/// Resolves at the first SIGTERM or SIGINT.
pub async fn stop_signal() {
    let terminate = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate());
    match terminate {
        Ok(mut terminate) => {
            tokio::select! {
                _ = terminate.recv() => {}
                _ = tokio::signal::ctrl_c() => {}
            }
        }
        Err(_) => {
            let _ = tokio::signal::ctrl_c().await;
        }
    }
}
