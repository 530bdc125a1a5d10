//! The demo call without a window, and what became of its items.

use std::collections::BTreeMap;
use std::io::stderr;
use std::os::fd::AsFd as _;
use std::path::Path;
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail, ensure};
use serde_json::{Value, json};
use xtask::servers::http;

use super::player;
use crate::child::{command, run_through};
use crate::interrupt;

/// How long destinations may take to catch up with the journal.
const PATIENCE: Duration = Duration::from_secs(10);
/// How long a page's last batch may be on its way.
const ON_THE_WAY: Duration = Duration::from_secs(2);
const POLL: Duration = Duration::from_millis(100);

type Counts = BTreeMap<String, u64>;

/// Plays the call to its end and prints one JSON object on standard output.
pub(super) fn play(base: &str, browser: &Path) -> Result<()> {
    let script = player();
    ensure!(script.is_file(), "examples/demo/headless.mjs is missing: restore it, it plays the call");
    let mut play = command("node");
    play.arg(&script).arg(base).env("HONEYGUIDE_CHROMIUM", browser);
    // Standard output is for the result alone.
    play.stdout(stderr().as_fd().try_clone_to_owned()?);
    let status = run_through(&mut play)?;
    ensure!(status.success(), "the call did not come to its end ({status}): see what {} says above", script.display());

    let outcomes = settled(base)?;
    let objectives = fetch(&format!("{base}/api/v1/slos"))?;
    let summary = summary(&outcomes, &objectives)?;
    println!("{summary}");
    ensure!(summary["captured"] != 0, "the page captured nothing: see its warnings above");
    Ok(())
}

/// The books once every destination has had everything.
fn settled(base: &str) -> Result<Value> {
    let begin = Instant::now();
    loop {
        interrupt::check()?;
        let outcomes = fetch(&format!("{base}/api/v1/outcomes"))?;
        let behind: Vec<_> = destinations(&outcomes)?
            .iter()
            .filter(|(_, books)| books["waiting"] != 0)
            .map(|(name, books)| format!("{name} ({} items)", books["waiting"]))
            .collect();
        let in_pages = number(&outcomes["items"], "in_pages")?;
        if behind.is_empty() && (in_pages == 0 || begin.elapsed() > ON_THE_WAY) {
            return Ok(outcomes);
        }
        if begin.elapsed() > PATIENCE {
            bail!("after {PATIENCE:?} items still wait for {}: see the gateway's log", behind.join(", "));
        }
        thread::sleep(POLL);
    }
}

fn fetch(url: &str) -> Result<Value> {
    let response = http::get(url)?;
    ensure!(response.is_success(), "{url} answers {}: {}", response.status, response.body);
    serde_json::from_str(&response.body).with_context(|| format!("the answer of {url} is not JSON"))
}

fn summary(outcomes: &Value, objectives: &Value) -> Result<Value> {
    let items = &outcomes["items"];
    let destinations = destinations(outcomes)?;
    let mut delivered = u64::MAX;
    let mut dropped = Counts::new();
    for books in destinations.values() {
        delivered = delivered.min(number(books, "delivered")?);
        // An item that several destinations dropped is one item.
        for (reason, count) in counts(&books["dropped"])? {
            let most = dropped.entry(reason).or_default();
            *most = count.max(*most);
        }
    }
    for earlier in ["dropped_in_page", "rejected"] {
        for (reason, count) in counts(&items[earlier])? {
            *dropped.entry(reason).or_default() += count;
        }
    }
    // The page is over by now: what it still holds is as lost as what the gateway counts so already.
    let lost = number(items, "in_pages")? + number(items, "lost_with_page")?;
    if lost > 0 {
        dropped.insert(honeyguide_protocol::Reason::LostWithPage.as_str().to_owned(), lost);
    }
    let objectives = objectives["objectives"].as_array().context("the gateway lists no objectives")?;
    Ok(json!({
        "captured": number(items, "captured")?,
        "delivered": delivered,
        "dropped": dropped,
        "objectives": objectives.iter().map(objective).collect::<Vec<_>>(),
    }))
}

fn objective(status: &Value) -> Value {
    let shown = ["name", "total", "bad", "undecided", "late", "remaining", "view_5m", "view_budget"];
    shown.into_iter().map(|field| (field.to_owned(), status[field].clone())).collect()
}

fn destinations(outcomes: &Value) -> Result<&serde_json::Map<String, Value>> {
    let destinations = outcomes["destinations"].as_object().filter(|all| !all.is_empty());
    destinations.context("the gateway's outcomes name no destination")
}

fn counts(value: &Value) -> Result<Counts> {
    serde_json::from_value(value.clone()).context("the gateway's outcomes hold something else than counts by reason")
}

fn number(value: &Value, field: &str) -> Result<u64> {
    value[field].as_u64().with_context(|| format!("the gateway's outcomes have no number `{field}`"))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: items are lost in the page, at the door, with the page, and one of them at both destinations.
    /// Guarantees: captured is delivered and all that was dropped.
    #[test]
    fn the_summary_adds_up() {
        let outcomes = json!({
            "items": { "captured": 20, "dropped_in_page": { "full": 2 }, "journalled": 14,
                "rejected": { "full": 1, "bad_value": 1 }, "in_pages": 1, "lost_with_page": 1 },
            "destinations": {
                "metrics": { "delivered": 13, "waiting": 0, "dropped": { "late": 1 } },
                "evaluator": { "delivered": 13, "waiting": 0, "dropped": { "late": 1 } },
                "file": { "delivered": 14, "waiting": 0, "dropped": {} },
            },
        });
        let status = json!({ "name": "a", "total": 3, "bad": 1, "undecided": 0, "late": 0, "remaining": null,
            "view_5m": "healthy", "view_budget": "met", "target": 0.9 });
        let summary = summary(&outcomes, &json!({ "now": 0, "objectives": [status] })).unwrap();
        assert_eq!(summary["dropped"], json!({ "full": 3, "bad_value": 1, "late": 1, "lost_with_page": 2 }));
        let dropped: u64 = counts(&summary["dropped"]).unwrap().values().sum();
        assert_eq!(summary["captured"].as_u64(), Some(summary["delivered"].as_u64().unwrap() + dropped));
        let objective = &summary["objectives"][0];
        assert_eq!((objective["total"].as_u64(), objective.get("target")), (Some(3), None));
        assert!(objective["remaining"].is_null());
    }
}
