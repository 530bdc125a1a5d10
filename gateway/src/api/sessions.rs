//! Sessions and their timelines.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, Query, State},
    http::StatusCode,
    response::IntoResponse,
};
use serde::{Deserialize, Serialize};

use crate::{
    clock,
    deliver::{
        accounts::{PageFate, PageView},
        sessions::About,
        timeline::Timeline,
    },
    serve::Gateway,
};

/// `/api/v1/sessions`
#[derive(Debug, Serialize)]
struct List {
    now: u64,
    sessions: Vec<Summary>,
}

/// A session in few words. Times are milliseconds since the Unix epoch, the gateway's clock.
#[derive(Debug, Serialize)]
struct Summary {
    session: String,
    app: String,
    /// Live while any of its pages is; else what became of the page that was heard last.
    state: PageFate,
    first_at: u64,
    last_at: u64,
    items: u64,
    pages: usize,
    /// Items that its pages counted and that never arrived.
    lost: u64,
    user_agent: String,
}

/// `/api/v1/sessions/{id}`
#[derive(Debug, Serialize)]
struct Detail {
    now: u64,
    #[serde(flatten)]
    summary: Summary,
    truncated: bool,
    pages: Vec<Page>,
    #[serde(flatten)]
    timeline: Timeline,
}

#[derive(Debug, Serialize)]
struct Page {
    page: String,
    state: PageFate,
    first_at: u64,
    last_at: u64,
    captured: u64,
    arrived: u64,
    dropped: BTreeMap<String, u64>,
    rejected: BTreeMap<String, u64>,
    lost: u64,
}

#[derive(Debug, Deserialize)]
pub(super) struct Limit {
    limit: Option<usize>,
}

const LISTED: usize = 50;
const MOST_LISTED: usize = 1000;
/// Bytes of journal that one timeline is made from at most; an hour's call takes about 300 KB.
const TIMELINE_BYTES: usize = 16 * 1024 * 1024;

pub(super) async fn list(State(gateway): State<Arc<Gateway>>, Query(query): Query<Limit>) -> impl IntoResponse {
    let now = clock::now_ms();
    let most = query.limit.unwrap_or(LISTED).min(MOST_LISTED);
    let latest: Vec<(String, About)> = gateway.sessions.with(|sessions| {
        sessions.latest(most).into_iter().map(|(name, session)| (name.to_owned(), session.about.clone())).collect()
    });
    let sessions = latest.into_iter().map(|(name, session)| gateway.summary(&name, session, now).0).collect();
    Json(List { now, sessions })
}

pub(super) async fn detail(State(gateway): State<Arc<Gateway>>, Path(name): Path<String>) -> impl IntoResponse {
    let now = clock::now_ms();
    let known = gateway.sessions.with(|sessions| sessions.get(&name).map(|it| (it.about.clone(), it.places())));
    let Some((session, places)) = known else {
        let words = "this session is not known: nothing came from it in the last 24 hours\n";
        return (StatusCode::NOT_FOUND, words).into_response();
    };
    let wanted = places.len();
    let records = gateway.journal.pick(places, TIMELINE_BYTES).await;
    let shortened = records.len() < wanted;
    let bound = gateway.clock_bound;
    let (maps, app) = (Arc::clone(&gateway), session.app.clone());
    let making = tokio::task::spawn_blocking(move || {
        let mut timeline = Timeline::of(&records, bound);
        timeline.symbolicate(&app, &maps.source_maps);
        timeline
    });
    let timeline = making.await.unwrap_or_default();
    let truncated = session.truncated || timeline.truncated || shortened;
    let (summary, pages) = gateway.summary(&name, session, now);
    Json(Detail { now, summary, truncated, pages, timeline }).into_response()
}

impl Gateway {
    fn summary(&self, name: &str, session: About, now: u64) -> (Summary, Vec<Page>) {
        let pages: Vec<Page> = self.accounts.with(|accounts| {
            let page = |(page, view): (&str, &PageView)| Page {
                page: page.to_owned(),
                state: view.fate(now, self.silent_after),
                first_at: view.first_at,
                last_at: view.seen_at,
                captured: view.sums.captured,
                arrived: view.sums.journalled,
                dropped: view.sums.dropped_in_page.clone(),
                rejected: view.sums.rejected.clone(),
                lost: view.lost(now, self.silent_after),
            };
            accounts.of_session(name).map(page).collect()
        });
        let live = pages.iter().any(|page| page.state == PageFate::Live).then_some(PageFate::Live);
        let last = pages.iter().max_by_key(|page| page.last_at).map(|page| page.state);
        let summary = Summary {
            session: name.to_owned(),
            app: session.app,
            // Its page views are forgotten a day after they were heard.
            state: live.or(last).unwrap_or(PageFate::Left),
            first_at: session.first_at,
            last_at: session.last_at,
            items: session.items,
            pages: pages.len(),
            lost: pages.iter().map(|page| page.lost).sum(),
            user_agent: session.user_agent,
        };
        (summary, pages)
    }
}
