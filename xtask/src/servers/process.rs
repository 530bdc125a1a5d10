//! A server as a child process: its output in a log file, its end by its process id.

use std::fs::{self, OpenOptions};
use std::io::Write as _;
use std::net::{Ipv4Addr, SocketAddr, TcpListener, TcpStream, UdpSocket};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

use super::http;

const POLL: Duration = Duration::from_millis(5);
/// How long one look at a server's readiness may take.
const ONE_TRY: Duration = Duration::from_secs(1);
/// How long a server may take to end by itself after SIGTERM.
const GRACE: Duration = Duration::from_secs(5);
const TAIL_LINES: usize = 30;

/// A running server. Dropping it stops it as [`Server::stop`] does.
#[derive(Debug)]
pub struct Server {
    name: String,
    child: Child,
    log: PathBuf,
}

/// What shows that a server is ready.
#[derive(Debug, Clone, Copy)]
pub enum Ready<'a> {
    /// A GET request to this URL is answered with 2xx.
    Http(&'a str),
    /// This address accepts connections.
    Tcp(SocketAddr),
}

impl Server {
    /// Starts a program by its path; its standard output and error go to `<folder>/<program's file name>.log`,
    /// after a line with the command itself. A log already there is continued.
    ///
    /// The child stays in the caller's process group, so an interrupt from the keyboard reaches it too.
    ///
    /// # Errors
    /// The log cannot be written or the program cannot be started.
    pub fn start(mut command: Command, folder: &Path) -> Result<Self> {
        let program = Path::new(command.get_program()).to_path_buf();
        let name = program.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let log = folder.join(format!("{name}.log"));
        let mut output = OpenOptions::new()
            .append(true)
            .create(true)
            .open(&log)
            .with_context(|| format!("opening {}", log.display()))?;
        writeln!(output, "$ {command:?}")?;
        let child = command
            .stdin(Stdio::null())
            .stdout(output.try_clone()?)
            .stderr(output)
            .spawn()
            .with_context(|| format!("starting {}", program.display()))?;
        Ok(Self { name, child, log })
    }

    /// The process id.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// The file that takes the output.
    #[must_use]
    pub fn log(&self) -> &Path {
        &self.log
    }

    /// Waits until the server is ready.
    ///
    /// # Errors
    /// The server ended, or was not ready in time; the error has the end of its log.
    pub fn wait_ready(&mut self, ready: Ready<'_>, timeout: Duration) -> Result<()> {
        let deadline = Instant::now() + timeout;
        // A foreign server that holds the port answers too, so the end of the own one is looked for first.
        while self.child.try_wait()?.is_none() {
            if ready.holds() {
                return Ok(());
            }
            if Instant::now() >= deadline {
                bail!("{} was not ready within {timeout:?}; {}", self.name, self.tail());
            }
            sleep(POLL);
        }
        bail!("{} ended before it was ready; {}", self.name, self.tail());
    }

    /// Asks the server to end (SIGTERM), waits up to 5 s, then kills it. Returns how it ended.
    ///
    /// # Errors
    /// The process cannot be waited for.
    pub fn stop(mut self) -> Result<ExitStatus> {
        self.end()
    }

    fn end(&mut self) -> Result<ExitStatus> {
        if let Some(status) = self.child.try_wait()? {
            return Ok(status);
        }
        // The shell's own `kill` is there even where the program of that name is not.
        let asked = Command::new("sh").args(["-c", "kill -TERM \"$1\"", "sh", &self.id().to_string()]).status();
        if asked.is_ok_and(|status| status.success()) {
            let deadline = Instant::now() + GRACE;
            while Instant::now() < deadline {
                if let Some(status) = self.child.try_wait()? {
                    return Ok(status);
                }
                sleep(POLL);
            }
        }
        self.child.kill()?;
        Ok(self.child.wait()?)
    }

    fn tail(&self) -> String {
        let text = fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<_> = text.lines().collect();
        let last = &lines[lines.len().saturating_sub(TAIL_LINES)..];
        format!("the end of {}:\n{}", self.log.display(), last.join("\n"))
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        // Nobody is left to tell.
        let _ = self.end();
    }
}

impl Ready<'_> {
    fn holds(self) -> bool {
        match self {
            Self::Http(url) => http::get_within(url, ONE_TRY).is_ok_and(|response| response.is_success()),
            Self::Tcp(address) => TcpStream::connect_timeout(&address, ONE_TRY).is_ok(),
        }
    }
}

/// A TCP port on 127.0.0.1 that nothing listens on.
///
/// # Errors
/// As [`free_ports`].
pub fn free_port() -> Result<u16> {
    let [port] = free_ports()?;
    Ok(port)
}

/// As many different free TCP ports on 127.0.0.1 as asked for.
///
/// # Errors
/// No port can be bound.
pub fn free_ports<const COUNT: usize>() -> Result<[u16; COUNT]> {
    let mut ports = [0; COUNT];
    let mut held = Vec::new();
    for port in &mut ports {
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).context("binding a free port")?;
        *port = listener.local_addr()?.port();
        held.push(listener);
    }
    Ok(ports)
}

/// A UDP port on 127.0.0.1 that nobody has.
///
/// # Errors
/// No port can be bound.
pub fn free_udp_port() -> Result<u16> {
    let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).context("binding a free port")?;
    Ok(socket.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use std::env;
    use std::process;

    use super::*;

    fn shell(script: &str) -> Server {
        let folder = env::temp_dir().join(format!("server-{}-{}", process::id(), script.len()));
        fs::create_dir_all(&folder).unwrap();
        let mut command = Command::new("/bin/sh");
        command.args(["-c", script]);
        Server::start(command, &folder).unwrap()
    }

    fn discard(log: &Path) {
        fs::remove_dir_all(log.parent().unwrap()).unwrap();
    }

    #[test]
    fn a_server_that_ends_early_tells_its_last_words() {
        let mut server = shell("echo no such flag >&2; exit 3");
        let nobody = SocketAddr::from((Ipv4Addr::LOCALHOST, free_port().unwrap()));
        let error = server.wait_ready(Ready::Tcp(nobody), Duration::from_secs(10)).unwrap_err();
        assert!(error.to_string().contains("ended before it was ready"), "{error}");
        assert!(error.to_string().contains("\nno such flag"), "{error}");
        discard(server.log());
    }

    #[test]
    fn a_server_that_stays_silent_runs_into_the_timeout_and_is_stopped() {
        let mut server = shell("exec sleep 60");
        let url = format!("http://127.0.0.1:{}/", free_port().unwrap());
        let begin = Instant::now();
        let error = server.wait_ready(Ready::Http(&url), Duration::from_millis(50)).unwrap_err();
        assert!(error.to_string().contains("not ready within 50ms"), "{error}");
        let log = server.log().to_path_buf();
        assert!(!server.stop().unwrap().success());
        assert!(begin.elapsed() < GRACE);
        discard(&log);
    }

    #[test]
    fn ports_differ() {
        let [first, second, third] = free_ports().unwrap();
        assert!(first != second && second != third && first != third);
    }
}
