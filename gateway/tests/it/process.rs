//! Starting and stopping: exit codes, and a stop that nobody can hold up.

use std::{fs, io::Write, net::TcpStream, process::Command, time::Duration};

use crate::support::Gateway;

/// Scenario: SIGTERM while a client holds half a request's head open.
/// Guarantees: it ends well, within the deadline for requests and a little more.
#[tokio::test]
async fn half_a_head() {
    let folder = tempfile::tempdir().unwrap();
    let gateway = Gateway::start(folder.path());
    let mut stream = TcpStream::connect(gateway.public.trim_start_matches("http://")).unwrap();
    stream.write_all(b"POST /v1/batch?k=pub_one&s=a HTTP/1.1\r\nHost: ").unwrap();
    tokio::time::sleep(Duration::from_millis(100)).await;
    let took = gateway.stop();
    assert!(took < Duration::from_secs(8), "{took:?}");
}

/// Scenario: bad flags, the version, a bad objectives file (checked and served), a data folder that is a file.
/// Guarantees: each has its exit code, and a sentence that says what to do.
#[test]
fn exit_codes() {
    let folder = tempfile::tempdir().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    fs::write(path("objectives.yaml"), "kind: Nothing\n").unwrap();
    fs::write(path("file"), "").unwrap();
    let (objectives, file) = (path("objectives.yaml"), path("file"));
    let cases: &[(&[&str], i32, &str)] = &[
        (&["serve", "--nonsense"], 64, "--nonsense"),
        (&["--version"], 0, ""),
        (&["check-config", "--objectives", &objectives], 78, "objectives"),
        (&["serve", "--objectives", &objectives], 78, "objectives"),
        (&["serve", "--listen", "127.0.0.1:0", "--admin", "127.0.0.2:0", "--data", &file], 69, "--data"),
    ];
    for (arguments, code, words) in cases {
        let output = Command::new(env!("CARGO_BIN_EXE_honeyguide-gateway")).args(*arguments).output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr);
        assert_eq!((output.status.code(), said.contains(words)), (Some(*code), true), "{arguments:?}: {said}");
    }
}
