//! `honeyguide-gateway upload-maps`: hands a build's source maps to a gateway, for CI.

use std::{
    collections::HashMap,
    fs,
    path::{Path, PathBuf},
};

use anyhow::Context;
use clap::Args;

use crate::source_maps::MOST_BYTES;

/// What to hand in, and where.
#[derive(Debug, Args)]
pub struct Upload {
    /// The gateway's admin address: `http://127.0.0.1:4320`.
    #[arg(long, env = "HONEYGUIDE_URL")]
    url: reqwest::Url,
    /// The app's name in the gateway's configuration.
    #[arg(long)]
    app: String,
    /// The version that the app's pages give to `init`; `VERSION+ID` where they name their source maps as well.
    #[arg(long)]
    release: String,
    /// The gateway's `admin_token`, where it has one.
    #[arg(long, env = "HONEYGUIDE_ADMIN_TOKEN", hide_env_values = true)]
    token: Option<String>,
    /// The build's folder. Every `*.js.map` (`.mjs`, `.cjs`) in it is handed in.
    folder: PathBuf,
}

/// Hands in every map of the folder.
///
/// # Errors
/// What hinders it, and what of it the gateway did not take, each with its words.
pub async fn upload(upload: &Upload) -> anyhow::Result<()> {
    anyhow::ensure!(
        upload.url.scheme() == "http",
        "{}: TLS is not built in yet, so give an address that begins with http://",
        upload.url
    );
    let mut maps = Vec::new();
    find(&upload.folder, &mut maps)?;
    maps.sort();
    anyhow::ensure!(!maps.is_empty(), "{}: no *.js.map is in it", upload.folder.display());
    let mut names: HashMap<&str, &Path> = HashMap::new();
    for (name, path) in &maps {
        let other = names.insert(name, path);
        anyhow::ensure!(
            other.is_none(),
            "{} and {} have one name, and a stack's frames tell them apart by nothing else; let the bundler put a hash into names",
            other.unwrap_or(path).display(),
            path.display()
        );
    }
    let client = reqwest::Client::new();
    let mut refused = 0;
    for (name, path) in &maps {
        let map = fs::read(path).with_context(|| format!("{} cannot be read", path.display()))?;
        let size = map.len();
        anyhow::ensure!(
            size <= MOST_BYTES,
            "{}: a map may have {} MiB; this one has more",
            path.display(),
            MOST_BYTES >> 20
        );
        let mut url = upload.url.clone();
        url.path_segments_mut().map_err(|()| anyhow::anyhow!("{}: no address", upload.url))?.pop_if_empty().extend([
            "api",
            "v1",
            "source-maps",
            &upload.app,
            &upload.release,
            name,
        ]);
        let request = client.put(url).body(map);
        let request = match &upload.token {
            Some(token) => request.bearer_auth(token),
            None => request,
        };
        let answer = request.send().await.with_context(|| format!("{} cannot be reached", upload.url))?;
        let status = answer.status();
        if status.is_success() {
            println!("{name}: {size} bytes");
        } else {
            refused += 1;
            eprintln!("{name}: {status}: {}", answer.text().await.unwrap_or_default().trim());
        }
    }
    anyhow::ensure!(refused == 0, "{refused} of {} maps were not taken", maps.len());
    println!("{} maps of {} {} are at {}", maps.len(), upload.app, upload.release, upload.url);
    Ok(())
}

fn find(folder: &Path, maps: &mut Vec<(String, PathBuf)>) -> anyhow::Result<()> {
    let entries = fs::read_dir(folder).with_context(|| format!("{} cannot be read", folder.display()))?;
    for entry in entries {
        let entry = entry?;
        let name = entry.file_name().to_string_lossy().into_owned();
        if entry.file_type()?.is_dir() {
            if name != "node_modules" {
                find(&entry.path(), maps)?;
            }
        } else if [".js.map", ".mjs.map", ".cjs.map"].iter().any(|end| name.ends_with(end)) {
            maps.push((name, entry.path()));
        }
    }
    Ok(())
}
