//! Errors in groups, and one group with its stack.

use std::{collections::BTreeMap, sync::Arc};

use axum::{
    Json,
    extract::{Path, State},
    http::StatusCode,
    response::IntoResponse,
};
use serde::Serialize;

use crate::{
    clock,
    deliver::errors::{Example, Group, Seen},
    serve::Gateway,
    source_maps::Symbolicated,
};

/// `/api/v1/errors`
#[derive(Debug, Serialize)]
struct List {
    now: u64,
    /// The latest first.
    groups: Vec<Summary>,
    /// Errors of groups that were forgotten because there were too many, by app.
    forgotten: BTreeMap<String, u64>,
}

/// A group without its stack. Times are milliseconds since the Unix epoch.
#[derive(Debug, Serialize)]
struct Summary {
    id: String,
    app: String,
    r#type: String,
    message: String,
    events: u64,
    sessions: u64,
    first_at: u64,
    last_at: u64,
    releases: Vec<Release>,
    /// Beginning of the hour, events.
    hours: Vec<(u64, u64)>,
}

#[derive(Debug, Serialize)]
struct Release {
    release: String,
    #[serde(flatten)]
    seen: Seen,
}

/// `/api/v1/errors/{id}`
#[derive(Debug, Serialize)]
struct Detail {
    now: u64,
    #[serde(flatten)]
    summary: Summary,
    /// Sessions that had it last, the newest first.
    recent: Vec<Recent>,
    /// The latest.
    example: Example,
    #[serde(flatten)]
    symbolicated: Symbolicated,
}

#[derive(Debug, Serialize)]
struct Recent {
    session: String,
    at: u64,
}

pub(super) async fn list(State(gateway): State<Arc<Gateway>>) -> impl IntoResponse {
    let (mut groups, forgotten) = gateway.errors.with(|errors| {
        let of_app = |(app, groups): (&str, &crate::deliver::errors::Groups)| {
            groups.groups.iter().map(|(id, group)| Summary::of(app, id, group)).collect::<Vec<_>>()
        };
        let forgotten = errors.apps().filter(|(_, groups)| groups.forgotten > 0);
        let forgotten = forgotten.map(|(app, groups)| (app.to_owned(), groups.forgotten)).collect();
        (errors.apps().flat_map(of_app).collect::<Vec<_>>(), forgotten)
    });
    groups.sort_by_key(|group| std::cmp::Reverse(group.last_at));
    Json(List { now: clock::now_ms(), groups, forgotten })
}

pub(super) async fn detail(State(gateway): State<Arc<Gateway>>, Path(id): Path<String>) -> impl IntoResponse {
    let known = gateway.errors.with(|errors| errors.get(&id).map(|(app, group)| (app.to_owned(), group.clone())));
    let Some((app, group)) = known else {
        return (StatusCode::NOT_FOUND, "no such error is known, or not any more\n").into_response();
    };
    let summary = Summary::of(&app, &id, &group);
    let recent = group.recent.into_iter().rev().map(|(session, at)| Recent { session, at }).collect();
    let example = group.example;
    let (maps, stack, release) = (Arc::clone(&gateway), example.stack.clone(), example.release.clone());
    let reading =
        tokio::task::spawn_blocking(move || maps.source_maps.symbolicate(&app, release.as_deref(), &stack)).await;
    let symbolicated = reading.unwrap_or_default();
    Json(Detail { now: clock::now_ms(), summary, recent, example, symbolicated }).into_response()
}

impl Summary {
    fn of(app: &str, id: &str, group: &Group) -> Self {
        let mut releases: Vec<_> =
            group.releases.iter().map(|(name, seen)| Release { release: name.clone(), seen: *seen }).collect();
        releases.sort_by_key(|release| std::cmp::Reverse(release.seen.last_at));
        Self {
            id: id.to_owned(),
            app: app.to_owned(),
            r#type: group.kind.clone(),
            message: group.message.clone(),
            events: group.events,
            sessions: group.sessions.count(),
            first_at: group.first_at,
            last_at: group.last_at,
            releases,
            hours: group.hours.iter().map(|(hour, events)| (hour * 3_600_000, *events)).collect(),
        }
    }
}
