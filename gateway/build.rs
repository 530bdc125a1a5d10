//! Writes the table of the files in `dashboard/dist/` that the gateway embeds.

use std::{
    env, fs,
    hash::{DefaultHasher, Hash as _, Hasher as _},
    io,
    path::{Path, PathBuf},
};

/// Embedded where there is no dashboard, so that the gateway alone builds with nothing but Rust.
const PLACEHOLDER: &str = "<!doctype html><title>Honeyguide</title>\
    <p>The dashboard is not in this build. Run <code>cargo xtask build</code>.</p>\n";

fn main() -> io::Result<()> {
    let dashboard = PathBuf::from(env::var_os("CARGO_MANIFEST_DIR").unwrap_or_default()).join("../dashboard");
    let folder = dashboard.join("dist");
    let out = PathBuf::from(env::var_os("OUT_DIR").unwrap_or_default());
    let mut files = Vec::new();
    if folder.join("index.html").is_file() {
        println!("cargo::rerun-if-changed={}", folder.display());
        for entry in fs::read_dir(&folder)? {
            files.push(entry?.path());
        }
        files.sort();
    } else {
        println!("cargo::rerun-if-changed={}", dashboard.display());
        println!("cargo::warning=the dashboard is not built, so the gateway has none: run `cargo xtask build`");
        let page = out.join("index.html");
        fs::write(&page, PLACEHOLDER)?;
        files.push(page);
    }
    let entries = files.iter().map(|file| entry(file)).collect::<io::Result<String>>()?;
    fs::write(out.join("dashboard.rs"), format!("&[\n{entries}]\n"))
}

/// One `File`, as Rust.
fn entry(file: &Path) -> io::Result<String> {
    let content = fs::read(file)?;
    let mut hasher = DefaultHasher::new();
    content.hash(&mut hasher);
    // Weak: the same file goes out compressed or not.
    let etag = format!("W/\"{:016x}\"", hasher.finish());
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let path = if name == "index.html" { "/".to_owned() } else { format!("/{name}") };
    let content_type = match file.extension().unwrap_or_default().to_str() {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        _ => "application/octet-stream",
    };
    Ok(format!(
        "File {{ path: {path:?}, content_type: {content_type:?}, etag: {etag:?}, content: include_bytes!({file:?}) }},\n"
    ))
}
