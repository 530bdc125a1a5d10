//! What is handed on to the outside, and the books about it.

use std::{
    fs,
    sync::{
        Arc,
        atomic::{AtomicBool, Ordering},
    },
};

use axum::{Router, http::StatusCode, routing::post};
use honeyguide_catalog::item::span;
use honeyguide_protocol::Series;
use opentelemetry_proto::tonic::collector::trace::v1::{ExportTracePartialSuccess, ExportTraceServiceResponse};
use prost::Message;

use crate::support::{Gateway, batch, captions, column, one_error, sealed};

fn spans(rows: usize) -> Series {
    let fields = [span::trace_high, span::trace_low, span::span];
    let mut cells: Vec<u64> = Vec::new();
    for field in fields {
        let mut builder = honeyguide_protocol::column::ColumnBuilder::default();
        (0..rows)
            .for_each(|row| builder.push(honeyguide_catalog::item::Shape::Identifier.coding(), Some(row as u64 + 1)));
        builder.finish(field, &mut cells);
    }
    cells.extend(column(span::duration, &vec![10; rows]));
    Series { kind: span::KIND, times: vec![0; rows], cells, ..Series::default() }
}

/// A Collector that takes all spans but one, and logs never; while `away` it asks to come again later.
async fn collector(away: Arc<AtomicBool>) -> String {
    let partial_success = Some(ExportTracePartialSuccess { rejected_spans: 1, error_message: "too odd".into() });
    let taken = ExportTraceServiceResponse { partial_success }.encode_to_vec();
    let traces = move || {
        let (taken, away) = (taken.clone(), away.load(Ordering::Relaxed));
        async move { if away { (StatusCode::SERVICE_UNAVAILABLE, Vec::new()) } else { (StatusCode::OK, taken) } }
    };
    let router = Router::new()
        .route("/v1/traces", post(traces))
        .route("/v1/logs", post(|| async { StatusCode::BAD_REQUEST }))
        .route("/v1/metrics", post(|| async { StatusCode::OK }));
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    tokio::spawn(async move { axum::serve(listener, router).await });
    format!("http://{address}")
}

/// Scenario: a Collector is away, comes back, takes two spans of three and refuses logs; captions are not for it.
/// Guarantees: each item stands in the books once, under what became of it; the file had all of them.
#[tokio::test]
async fn the_collectors_books() {
    let folder = tempfile::tempdir().unwrap();
    let away = Arc::new(AtomicBool::new(true));
    let endpoint = collector(Arc::clone(&away)).await;
    let file = folder.path().join("items.jsonl");
    let more = format!("destinations: {{collector: {{endpoint: '{endpoint}'}}, file: '{}'}}\n", file.display());
    let gateway = Gateway::start_with(folder.path(), &more);
    let series = vec![spans(3), one_error(0), one_error(0), captions(&[1000; 4])];
    assert_eq!(gateway.send(sealed(&batch(0, series))).await.0, 202);
    tokio::time::sleep(std::time::Duration::from_millis(300)).await;
    assert_eq!(gateway.get("/api/v1/outcomes").await["destinations"]["collector"]["waiting"], 9);
    away.store(false, Ordering::Relaxed);
    let report = gateway.settled(9).await;
    let expected = |delivered, dropped, passed_over| serde_json::json!({ "delivered": delivered, "waiting": 0, "dropped": dropped, "passed_over": passed_over });
    let refused = serde_json::json!({ "destination_refused": 3 });
    assert_eq!(report["destinations"]["collector"], expected(2, refused, 4));
    assert_eq!(report["destinations"]["file"], expected(9, serde_json::json!({}), 0));
    assert_eq!(fs::read_to_string(&file).unwrap().lines().count(), 9);
}

/// Scenario: the journal's segments are removed between two runs, the readers' positions are not.
/// Guarantees: every reader takes what comes then, and the books balance.
#[tokio::test]
async fn removed_segments() {
    let folder = tempfile::tempdir().unwrap();
    let more = format!("destinations: {{file: '{}'}}\n", folder.path().join("items.jsonl").display());
    let gateway = Gateway::start_with(folder.path(), &more);
    for number in 0..5 {
        gateway.send(sealed(&batch(number, vec![captions(&[1000; 9])]))).await;
    }
    gateway.settled(45).await;
    gateway.stop();
    fs::remove_file(folder.path().join("journal/000000000000.journal")).unwrap();
    let gateway = Gateway::start_with(folder.path(), &more);
    gateway.send(sealed(&batch(9, vec![captions(&[1000])]))).await;
    let report = gateway.settled(1).await;
    for reader in ["metrics", "evaluator", "file"] {
        assert_eq!(report["destinations"][reader]["delivered"], 1, "{reader}");
    }
    assert_eq!(fs::read_to_string(folder.path().join("items.jsonl")).unwrap().lines().count(), 46);
}
