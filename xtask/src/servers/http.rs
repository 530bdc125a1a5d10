//! A minimal HTTP client for servers on loopback: one request a connection, no TLS, no redirects.

use std::fmt::Write as _;
use std::io::{Read as _, Write as _};
use std::net::TcpStream;
use std::time::Duration;

use anyhow::{Context as _, Result, ensure};

/// How long one part of an answer may keep the caller waiting.
const PATIENCE: Duration = Duration::from_secs(30);

/// A complete answer.
#[derive(Debug)]
pub struct Response {
    /// The status code, such as 200.
    pub status: u16,
    /// The body as text.
    pub body: String,
}

impl Response {
    /// Whether the status is 2xx.
    #[must_use]
    pub fn is_success(&self) -> bool {
        (200..300).contains(&self.status)
    }
}

/// Sends a GET request to a URL such as `http://127.0.0.1:9090/-/ready`.
///
/// # Errors
/// The URL is not plain HTTP, the server cannot be reached, is silent for 30 s, or its answer is cut short.
pub fn get(url: &str) -> Result<Response> {
    get_within(url, PATIENCE)
}

/// As [`get`], with another limit for the server's silence.
pub(super) fn get_within(url: &str, patience: Duration) -> Result<Response> {
    exchange(url, "GET", "", &[], patience)
}

/// Sends a POST request with a body.
///
/// # Errors
/// As [`get`].
pub fn post(url: &str, content_type: &str, body: &[u8]) -> Result<Response> {
    let headers = format!("Content-Type: {content_type}\r\nContent-Length: {}\r\n", body.len());
    exchange(url, "POST", &headers, body, PATIENCE)
}

/// Encodes text for use as a value in a query string: all but unreserved characters as `%XX` (RFC 3986, 2.1).
#[must_use]
pub fn percent_encode(text: &str) -> String {
    text.bytes().fold(String::new(), |mut encoded, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~".contains(&byte) {
            encoded.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(encoded, "%{byte:02X}");
        }
        encoded
    })
}

/// HTTP/1.0 on purpose: the server may not answer in chunks, and closes the connection at the end.
fn exchange(url: &str, method: &str, headers: &str, body: &[u8], patience: Duration) -> Result<Response> {
    let rest = url.strip_prefix("http://").with_context(|| format!("{url} is not http://"))?;
    let (host, path) = rest.split_once('/').unwrap_or((rest, ""));
    let mut stream = TcpStream::connect(host).with_context(|| format!("connecting to {host}"))?;
    stream.set_read_timeout(Some(patience))?;
    stream.set_write_timeout(Some(patience))?;
    let mut request = format!("{method} /{path} HTTP/1.0\r\nHost: {host}\r\n{headers}\r\n").into_bytes();
    request.extend_from_slice(body);
    stream.write_all(&request)?;
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).with_context(|| format!("reading the answer of {url}"))?;
    parse(&answer).with_context(|| format!("the answer of {url}"))
}

fn parse(answer: &[u8]) -> Result<Response> {
    let end = answer.windows(4).position(|bytes| bytes == b"\r\n\r\n");
    let (head, body) = answer.split_at(end.context("has no end of headers")?);
    let (head, body) = (String::from_utf8_lossy(head), &body[4..]);
    let status = head.split(' ').nth(1).and_then(|code| code.parse().ok());
    for line in head.lines().skip(1) {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            let length: usize = value.trim().parse().context("has a strange length")?;
            ensure!(body.len() == length, "has {} bytes instead of {length}", body.len());
        }
    }
    Ok(Response { status: status.context("has no status")?, body: String::from_utf8_lossy(body).into_owned() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_answer_is_taken_apart() {
        let response = parse(b"HTTP/1.0 503 No\r\nContent-Length: 2\r\n\r\nno").unwrap();
        assert_eq!((response.status, response.body.as_str()), (503, "no"));
        assert!(!response.is_success());
    }

    #[test]
    fn an_answer_cut_short_is_an_error() {
        assert!(parse(b"HTTP/1.0 200 OK\r\nContent-Length: 3\r\n\r\nno").is_err());
        assert!(parse(b"HTTP/1.0 200 OK\r\n").is_err());
    }

    #[test]
    fn a_query_is_encoded() {
        assert_eq!(percent_encode("rate(a{b=\"ü\"}[1m])"), "rate%28a%7Bb%3D%22%C3%BC%22%7D%5B1m%5D%29");
    }
}
