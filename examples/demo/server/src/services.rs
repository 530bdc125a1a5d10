//! `/demo/api/`: the demo app's own services. How they behave is asked for by the request itself, so that a page can
//! have them slow or failing without anybody else noticing.

use std::{convert::Infallible, time::Duration};

use axum::{
    Json, Router,
    body::Body,
    extract::Query,
    http::{StatusCode, header},
    response::{IntoResponse, Response},
    routing::{get, post},
};
use serde::Deserialize;
use serde_json::json;
use tokio::{sync::mpsc, time::sleep};
use tokio_stream::wrappers::ReceiverStream;

/// `POST /translate` and `GET /roster`.
pub(crate) fn router() -> Router {
    Router::new().route("/translate", post(translate)).route("/roster", get(roster))
}

/// A text and how to translate it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Translate {
    text: String,
    /// Milliseconds before the first word.
    #[serde(default)]
    delay_ms: u64,
    /// Confuses words, and scores accordingly.
    #[serde(default)]
    careless: bool,
}

/// Nobody waits longer than this, milliseconds.
const MOST_DELAY_MS: u64 = 20_000;
/// Between two words of a translation.
const WORD: Duration = Duration::from_millis(30);

/// What is said in the demo call, and what it means.
const PHRASES: &[(&str, &str)] = &[
    (
        "Good morning everybody and welcome to the weekly meeting of the harbour office.",
        "Guten Morgen allerseits und willkommen zur wöchentlichen Besprechung des Hafenamts.",
    ),
    (
        "We wanted to start with the weather because it decides their plans for tomorrow.",
        "Wir wollten mit dem Wetter beginnen, denn es entscheidet über ihre Pläne für morgen.",
    ),
    (
        "Der Wind dreht am Nachmittag auf Nordwest und wird deutlich stärker.",
        "The wind turns north-west in the afternoon and becomes much stronger.",
    ),
    (
        "Two ferries from Berlin arrive late and one of them needs a new berth.",
        "Zwei Fähren aus Berlin kommen spät an, und eine von ihnen braucht einen neuen Liegeplatz.",
    ),
    ("明日の朝は港の入口が混雑します。", "Tomorrow morning the harbour entrance will be crowded."),
    (
        "Please tell the pilots before noon and write it on the board.",
        "Bitte sagen Sie es den Lotsen vor Mittag und schreiben Sie es an die Tafel.",
    ),
];

/// The translation word by word, a JSON line each: `{"word": …}` until `{"score": 0..1}`, the service's own judgement.
async fn translate(Json(Translate { text, delay_ms, careless }): Json<Translate>) -> Response {
    let translated = PHRASES.iter().find(|(said, _)| *said == text).map_or(text.as_str(), |(_, meant)| meant);
    let mut words: Vec<String> = translated.split_whitespace().map(str::to_owned).collect();
    if careless {
        words.reverse();
    }
    // The same text scores the same, as a model would score it.
    let spread = f64::from(u32::try_from(text.len() % 7).unwrap_or_default()) / 100.0;
    let score = if careless { 0.55 + spread } else { 0.92 + spread };
    let delay = Duration::from_millis(delay_ms.min(MOST_DELAY_MS));
    let (sender, lines) = mpsc::channel::<Result<String, Infallible>>(4);
    tokio::spawn(async move {
        sleep(delay).await;
        for word in words {
            // Nobody listens any more.
            if sender.send(Ok(format!("{}\n", json!({ "word": word })))).await.is_err() {
                return;
            }
            sleep(WORD).await;
        }
        let _ = sender.send(Ok(format!("{}\n", json!({ "score": score })))).await;
    });
    ([(header::CONTENT_TYPE, "application/x-ndjson")], Body::from_stream(ReceiverStream::new(lines))).into_response()
}

/// How the roster shall behave.
#[derive(Clone, Copy, Debug, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Behaviour {
    #[default]
    Answers,
    Fails,
    Hangs,
}

#[derive(Debug, Deserialize)]
struct Asked {
    #[serde(default)]
    behaviour: Behaviour,
}

/// Longer than the page waits.
const HANGS: Duration = Duration::from_secs(4);

/// Who is in the call.
async fn roster(Query(Asked { behaviour }): Query<Asked>) -> Response {
    match behaviour {
        Behaviour::Answers => {}
        Behaviour::Fails => {
            return (StatusCode::INTERNAL_SERVER_ERROR, "the roster was asked to fail").into_response();
        }
        Behaviour::Hangs => sleep(HANGS).await,
    }
    ([(header::CACHE_CONTROL, "no-store")], Json(json!({ "people": ["The speaker", "You"] }))).into_response()
}
