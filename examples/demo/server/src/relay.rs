//! The network between the two connections of one call: a UDP socket for each side, and a [`Link`] each way.
//!
//! A page gives each of its connections only one candidate of the other: a socket of the relay. What arrives at the
//! speaker's socket leaves by the viewer's, and the other way round, so that round trip and loss in getStats are real.

use std::{
    future::pending,
    net::{Ipv4Addr, SocketAddr},
    sync::{
        Arc, OnceLock,
        atomic::{AtomicU64, Ordering},
    },
    time::{Duration, Instant},
};

use serde::{Deserialize, Serialize};
use tokio::{
    net::UdpSocket,
    sync::watch,
    task::JoinHandle,
    time::{sleep_until, timeout},
};

use crate::link::{Conditions, Fate, Link};

/// A side that says nothing for so long has left: connections ask each other for consent every few seconds.
const IDLE: Duration = Duration::from_secs(30);
/// Larger than any packet on a path of usual size.
const MOST_PACKET_BYTES: usize = 2048;

/// Conditions of both directions.
#[derive(Clone, Copy, Debug, Default, Deserialize, PartialEq, Serialize)]
#[serde(default, deny_unknown_fields)]
pub(crate) struct Network {
    /// From the speaker to the viewer.
    pub(crate) to_viewer: Conditions,
    /// From the viewer to the speaker.
    pub(crate) to_speaker: Conditions,
}

/// What one direction has done.
#[derive(Debug, Default)]
struct Counts {
    sent: AtomicU64,
    lost: AtomicU64,
    refused: AtomicU64,
}

/// A copy of what one direction has done.
#[derive(Clone, Copy, Debug, Eq, PartialEq, Serialize)]
pub(crate) struct Carried {
    /// Packets that came out at the other end.
    pub(crate) sent: u64,
    /// Packets that were lost on purpose.
    pub(crate) lost: u64,
    /// Packets from somebody who is no side of this call.
    pub(crate) refused: u64,
}

/// One end of the relay: its socket, and who speaks to it.
#[derive(Debug)]
struct Side {
    socket: UdpSocket,
    /// The address that sent the first STUN message here; nobody else is heard.
    peer: OnceLock<SocketAddr>,
}

#[derive(Debug)]
struct Direction {
    conditions: watch::Sender<Conditions>,
    counts: Arc<Counts>,
    task: JoinHandle<()>,
}

/// The relay of one call. Dropping it ends it.
#[derive(Debug)]
pub(crate) struct Relay {
    /// Where the speaker sends to.
    pub(crate) speaker_port: u16,
    /// Where the viewer sends to.
    pub(crate) viewer_port: u16,
    to_viewer: Direction,
    to_speaker: Direction,
}

impl Relay {
    /// Opens both sockets on loopback and begins to carry.
    pub(crate) async fn open(network: Network) -> std::io::Result<Self> {
        let (speaker, viewer) = (Arc::new(Side::open().await?), Arc::new(Side::open().await?));
        Ok(Self {
            speaker_port: speaker.socket.local_addr()?.port(),
            viewer_port: viewer.socket.local_addr()?.port(),
            to_viewer: Direction::begin(Arc::clone(&speaker), Arc::clone(&viewer), network.to_viewer),
            to_speaker: Direction::begin(viewer, speaker, network.to_speaker),
        })
    }

    /// For packets from now on.
    pub(crate) fn change(&self, network: Network) {
        self.to_viewer.conditions.send_replace(network.to_viewer);
        self.to_speaker.conditions.send_replace(network.to_speaker);
    }

    /// What was carried to the viewer, and to the speaker.
    pub(crate) fn carried(&self) -> (Carried, Carried) {
        (self.to_viewer.carried(), self.to_speaker.carried())
    }

    /// Whether a side has left.
    pub(crate) fn is_over(&self) -> bool {
        self.to_viewer.task.is_finished() || self.to_speaker.task.is_finished()
    }
}

impl Side {
    async fn open() -> std::io::Result<Self> {
        Ok(Self { socket: UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await?, peer: OnceLock::new() })
    }

    /// Whether a packet is from this call's side. The first one to send a STUN message becomes it.
    fn knows(&self, sender: SocketAddr, packet: &[u8]) -> bool {
        match self.peer.get() {
            Some(peer) => *peer == sender,
            None => is_stun(packet) && self.peer.set(sender).is_ok(),
        }
    }
}

/// RFC 8489, section 5: two zero bits, and the magic cookie in the fifth to eighth byte.
fn is_stun(packet: &[u8]) -> bool {
    packet.len() >= 20 && packet[0] & 0xc0 == 0 && packet[4..8] == [0x21, 0x12, 0xa4, 0x42]
}

impl Direction {
    fn begin(from: Arc<Side>, to: Arc<Side>, conditions: Conditions) -> Self {
        let (conditions, changes) = watch::channel(conditions);
        let counts = Arc::new(Counts::default());
        let task = tokio::spawn(carry(from, to, changes, Arc::clone(&counts)));
        Self { conditions, counts, task }
    }

    fn carried(&self) -> Carried {
        let read = |counter: &AtomicU64| counter.load(Ordering::Relaxed);
        Carried { sent: read(&self.counts.sent), lost: read(&self.counts.lost), refused: read(&self.counts.refused) }
    }
}

impl Drop for Direction {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Carries packets one way until the sending side is silent for too long.
async fn carry(from: Arc<Side>, to: Arc<Side>, mut changes: watch::Receiver<Conditions>, counts: Arc<Counts>) {
    let mut link = Link::new(*changes.borrow_and_update(), Instant::now());
    let mut buffer = [0; MOST_PACKET_BYTES];
    let mut heard = Instant::now();
    loop {
        let due = link.next_due();
        let next = async {
            match due {
                Some(due) => sleep_until(due.into()).await,
                None => pending().await,
            }
        };
        tokio::select! {
            arrived = timeout(IDLE.saturating_sub(heard.elapsed()), from.socket.recv_from(&mut buffer)) => match arrived {
                Err(_) => return,
                // An ICMP error of an earlier packet: that side may come back.
                Ok(Err(_)) => {}
                Ok(Ok((length, sender))) => {
                    let packet = &buffer[..length];
                    if from.knows(sender, packet) {
                        heard = Instant::now();
                        if link.offer(packet, heard) == Fate::Lost {
                            counts.lost.fetch_add(1, Ordering::Relaxed);
                        }
                    } else {
                        counts.refused.fetch_add(1, Ordering::Relaxed);
                    }
                }
            },
            () = next => {}
            changed = changes.changed() => match changed {
                Ok(()) => link.change(*changes.borrow_and_update(), Instant::now()),
                Err(_) => return,
            },
        }
        while let Some(packet) = link.take(Instant::now()) {
            // Until the other side has spoken there is nobody to send to; ICE asks again.
            if let Some(peer) = to.peer.get()
                && to.socket.send_to(&packet, peer).await.is_ok()
            {
                counts.sent.fetch_add(1, Ordering::Relaxed);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A STUN binding request without attributes.
    const STUN: [u8; 20] = [0, 1, 0, 0, 0x21, 0x12, 0xa4, 0x42, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];

    /// A side of a call, as a browser would be.
    struct Browser(UdpSocket);

    impl Browser {
        async fn at(port: u16) -> Self {
            let socket = UdpSocket::bind((Ipv4Addr::LOCALHOST, 0)).await.unwrap();
            socket.connect((Ipv4Addr::LOCALHOST, port)).await.unwrap();
            Self(socket)
        }

        async fn send(&self, packet: &[u8]) {
            self.0.send(packet).await.unwrap();
        }

        /// What arrives within 300 ms.
        async fn hear(&self) -> Option<Vec<u8>> {
            let mut buffer = [0; 64];
            let length = timeout(Duration::from_millis(300), self.0.recv(&mut buffer)).await.ok()?.ok()?;
            Some(buffer[..length].to_vec())
        }
    }

    /// Two browsers that know each other through a relay.
    async fn call(network: Network) -> (Relay, Browser, Browser) {
        let relay = Relay::open(network).await.unwrap();
        let speaker = Browser::at(relay.speaker_port).await;
        let viewer = Browser::at(relay.viewer_port).await;
        viewer.send(&STUN).await;
        // Nobody is known on the other side yet: this one leads nowhere.
        tokio::time::sleep(Duration::from_millis(50)).await;
        speaker.send(&STUN).await;
        assert_eq!(viewer.hear().await.as_deref(), Some(&STUN[..]));
        (relay, speaker, viewer)
    }

    /// Scenario: both sides send, after each has sent a STUN message.
    /// Guarantees: what one sends the other hears, in order.
    #[tokio::test]
    async fn carries_both_ways() {
        let (_relay, speaker, viewer) = call(Network::default()).await;
        for number in 0..50 {
            speaker.send(&[number]).await;
        }
        for number in 0..50 {
            assert_eq!(viewer.hear().await, Some(vec![number]));
        }
        viewer.send(b"back").await;
        assert_eq!(speaker.hear().await.as_deref(), Some(&b"back"[..]));
    }

    /// Scenario: somebody else sends to both sockets, before a side is known and after it.
    /// Guarantees: something that is not STUN teaches nothing; once a side is known nobody else is heard; it is counted.
    #[tokio::test]
    async fn strangers_are_not_heard() {
        let relay = Relay::open(Network::default()).await.unwrap();
        let stranger = Browser::at(relay.speaker_port).await;
        stranger.send(b"hello, this is no STUN message at all").await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        let (speaker, viewer) = (Browser::at(relay.speaker_port).await, Browser::at(relay.viewer_port).await);
        viewer.send(&STUN).await;
        tokio::time::sleep(Duration::from_millis(50)).await;
        speaker.send(&STUN).await;
        assert!(viewer.hear().await.is_some());
        stranger.send(&STUN).await;
        assert_eq!(viewer.hear().await, None);
        assert_eq!(relay.carried().0.refused, 2);
    }

    /// Scenario: a delay of 100 ms is set one way while the call is on, then a blackout the other way.
    /// Guarantees: the one direction is late, the other is silent; the counts say what was lost.
    #[tokio::test]
    async fn conditions_change_at_run_time() {
        let (relay, speaker, viewer) = call(Network::default()).await;
        let slow = Conditions { delay_ms: 100, ..Conditions::default() };
        let black = Conditions { blackout_ms: 10_000, ..Conditions::default() };
        relay.change(Network { to_viewer: slow, to_speaker: black });
        tokio::time::sleep(Duration::from_millis(20)).await;
        let sent = Instant::now();
        speaker.send(b"late").await;
        viewer.send(b"lost").await;
        assert_eq!(viewer.hear().await.as_deref(), Some(&b"late"[..]));
        assert!(sent.elapsed() >= Duration::from_millis(100), "{:?}", sent.elapsed());
        assert_eq!(speaker.hear().await, None);
        assert_eq!(relay.carried().1.lost, 1);
        assert!(!relay.is_over());
    }
}
