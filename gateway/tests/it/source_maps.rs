//! Source maps through the admin listener, and by the command that CI runs.

use std::{
    fs,
    io::{Read, Write},
    net::TcpStream,
    process::Command,
};

use honeyguide_protocol::Batch;
use serde_json::Value;

use crate::support::{Gateway, batch, one_error, sealed};

/// Line 1, column 20 of the minified file (both from 0 and 0) is line 2, column 8 of `src/line.ts`.
const MAP: &str = r#"{"version":3,"sources":["src/line.ts"],"sourcesContent":["export function paint(line) {\n  return line.words.length\n}\n"],"names":[],"mappings":"oBACQ"}"#;
const TOKEN: &str = "0123456789abcdef";

async fn put(gateway: &Gateway, path: &str, token: &str, map: impl Into<reqwest::Body>) -> (u16, String) {
    let request = reqwest::Client::new().put(format!("{}/api/v1/source-maps/{path}", gateway.admin));
    let answer = request.bearer_auth(token).body(map).send().await.unwrap();
    (answer.status().as_u16(), answer.text().await.unwrap())
}

fn upload(gateway: &Gateway, folder: &std::path::Path, token: &str) -> (Option<i32>, String) {
    let output = Command::new(env!("CARGO_BIN_EXE_honeyguide-gateway"))
        .args(["upload-maps", "--url", &gateway.admin, "--app", "one", "--release", "4.2.0", "--token", token])
        .arg(folder)
        .output()
        .unwrap();
    let told = [output.stdout, output.stderr].concat();
    (output.status.code(), String::from_utf8_lossy(&told).into_owned())
}

/// Scenario: uploads without and with the token, of an unknown app, of what is no map, of too much; a list; a deletion.
/// Guarantees: each refusal has its status and says why; what is kept is listed, never handed out, and gone once deleted.
#[tokio::test]
async fn uploads() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start_with(folder.path(), &format!("admin_token: {TOKEN}\n"));
    for (path, token, map, status, words) in [
        ("one/4.2.0/a.js.map", "wrong", MAP, 401, "admin_token"),
        ("nobody/4.2.0/a.js.map", TOKEN, MAP, 404, "no app is named nobody; the configuration has one"),
        ("one/4.2.0/a.js.map", TOKEN, "function a(){}", 422, "upload the .map file"),
        ("one/4.2.0/a.js.map", TOKEN, "{\"version\":3,", 422, "not a usable source map"),
        ("one/4.2.0/..%2F..%2Fa.js.map", TOKEN, MAP, 201, "../../a.js"),
        ("one/4.2.0/a.js.map", TOKEN, MAP, 201, "a.js"),
    ] {
        let (got, text) = put(&gateway, path, token, map).await;
        assert_eq!(got, status, "{path}: {text}");
        assert!(text.contains(words), "{text}");
    }
    assert!(!folder.path().join("a.js.map").exists() && !folder.path().join("journal/a.js.map").exists());
    let listed = gateway.get("/api/v1/source-maps").await;
    assert_eq!(listed["maps"].as_array().unwrap().len(), 2);
    assert_eq!((&listed["maps"][1]["file"], &listed["maps"][1]["bytes"]), (&"a.js".into(), &MAP.len().into()));
    let url = format!("{}/api/v1/source-maps/one/4.2.0/a.js", gateway.admin);
    let handed_out = reqwest::Client::new().get(url).bearer_auth(TOKEN).send().await.unwrap();
    assert_eq!(handed_out.status().as_u16(), 405);
    let delete = |token: &'static str| {
        let url = format!("{}/api/v1/source-maps/one/4.2.0", gateway.admin);
        async move { reqwest::Client::new().delete(url).bearer_auth(token).send().await.unwrap().status().as_u16() }
    };
    assert_eq!((delete("").await, delete(TOKEN).await, delete(TOKEN).await), (401, 200, 404));
    assert_eq!(gateway.get("/api/v1/source-maps").await["maps"], Value::Array(vec![]));
}

/// Scenario: a map beyond the cap.
/// Guarantees: it is refused by its declared size, with words that name the cap.
#[tokio::test]
async fn too_large() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let mut door = TcpStream::connect(gateway.admin.trim_start_matches("http://")).unwrap();
    let head = "PUT /api/v1/source-maps/one/1/a.js.map HTTP/1.1\r\nhost: x\r\ncontent-length: 1099511627776\r\n\r\n{";
    door.write_all(head.as_bytes()).unwrap();
    let mut answer = [0; 4096];
    let length = door.read(&mut answer).unwrap();
    let answer = String::from_utf8_lossy(&answer[..length]);
    assert!(answer.starts_with("HTTP/1.1 413"), "{answer}");
    assert!(answer.contains("64 MiB"), "{answer}");
    assert_eq!(gateway.get("/api/v1/source-maps").await["maps"], Value::Array(vec![]));
}

/// Scenario: a build's folder is uploaded by the command: with a wrong token, with a broken map in it, with two of one name, and
/// as it should be. Then an error of that release comes, one of another release, and the gateway starts again.
/// Guarantees: the exit code and the words say what happened; the error's frames are the original ones, in its group and in
/// its session, of its release only, also after the restart.
#[tokio::test]
async fn from_a_build_to_a_stack() {
    let folder = tempfile::tempdir().unwrap();
    let dist = folder.path().join("dist");
    fs::create_dir_all(dist.join("assets")).unwrap();
    fs::write(dist.join("assets/app-1.js.map"), MAP).unwrap();
    fs::write(dist.join("main.css.map"), "no script").unwrap();
    let more = format!("admin_token: {TOKEN}\n");
    let gateway = Gateway::start_with(folder.path(), &more);
    assert!(matches!(upload(&gateway, &dist, "wrong"), (Some(69), told) if told.contains("401")));
    fs::write(dist.join("broken.js.map"), "{").unwrap();
    assert!(matches!(upload(&gateway, &dist, TOKEN), (Some(69), told) if told.contains("1 of 2 maps were not taken")));
    fs::rename(dist.join("broken.js.map"), dist.join("app-1.js.map")).unwrap();
    assert!(matches!(upload(&gateway, &dist, TOKEN), (Some(69), told) if told.contains("have one name")));
    fs::remove_file(dist.join("app-1.js.map")).unwrap();
    let (code, told) = upload(&gateway, &dist, TOKEN);
    assert_eq!(code, Some(0), "{told}");
    assert!(told.contains("app-1.js.map"), "{told}");

    let stack = "TypeError: no words\n    at a (https://x.example/assets/app-1.js?v=1:1:21)";
    for (number, version) in [(0, "4.1.0"), (1, "4.2.0")] {
        let strings = ["TypeError", "no words", stack, version].map(str::to_owned).to_vec();
        let mut error = one_error(0);
        error.attributes = vec![8, 0, 9, 1, 10, 2];
        let sent = Batch { strings, resource: vec![16, 3], ..batch(number, vec![error]) };
        assert_eq!(gateway.send(sealed(&sent)).await.0, 202);
    }
    gateway.settled(2).await;
    gateway.stop();
    let gateway = Gateway::start_with(folder.path(), &more);
    gateway.settled(2).await;
    let groups = gateway.get("/api/v1/errors").await;
    assert_eq!((groups["groups"].as_array().unwrap().len(), &groups["groups"][0]["events"]), (1, &2.into()));
    let id = groups["groups"][0]["id"].as_str().unwrap();
    let group = gateway.get(&format!("/api/v1/errors/{id}")).await;
    let original = |frame: &Value| (frame["function"].clone(), frame["file"].clone(), frame["line"].clone());
    let expected: (Value, Value, Value) = ("paint".into(), "src/line.ts".into(), 2.into());
    assert_eq!(original(&group["frames"][0]), expected, "{group:#}");
    let session = gateway.get("/api/v1/sessions/session-1").await;
    let errors = session["errors"].as_array().unwrap();
    assert_eq!(errors.len(), 2);
    for error in errors {
        assert_eq!(error["group"], id);
        assert_eq!(error["release"] == "4.2.0", original(&error["frames"][0]) == expected, "{error:#}");
    }
}
