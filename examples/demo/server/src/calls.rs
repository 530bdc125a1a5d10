//! The calls that are on, each with its relay. Their number is bounded.

use std::{
    collections::BTreeMap,
    sync::{Mutex, MutexGuard, PoisonError},
};

use crate::relay::{Network, Relay};

/// Two sockets and two tasks each.
const MOST: usize = 16;

/// Calls by number.
#[derive(Debug, Default)]
pub(crate) struct Calls {
    open: Mutex<Open>,
}

#[derive(Debug, Default)]
struct Open {
    made: u64,
    relays: BTreeMap<u64, Relay>,
}

impl Calls {
    /// Opens a call and gives its number and what `read` says of its relay. `None` where too many are on.
    pub(crate) async fn open<T>(
        &self,
        network: Network,
        read: impl FnOnce(u64, &Relay) -> T,
    ) -> std::io::Result<Option<T>> {
        let relay = Relay::open(network).await?;
        let mut open = self.lock();
        open.relays.retain(|_, relay| !relay.is_over());
        if open.relays.len() >= MOST {
            return Ok(None);
        }
        open.made += 1;
        let id = open.made;
        let said = read(id, &relay);
        open.relays.insert(id, relay);
        Ok(Some(said))
    }

    /// What `read` says of a call's relay; `None` where there is no such call, or no longer.
    pub(crate) fn with<T>(&self, id: u64, read: impl FnOnce(&Relay) -> T) -> Option<T> {
        self.lock().relays.get(&id).filter(|relay| !relay.is_over()).map(read)
    }

    /// Ends a call; whether there was one.
    pub(crate) fn close(&self, id: u64) -> bool {
        self.lock().relays.remove(&id).is_some()
    }

    fn lock(&self) -> MutexGuard<'_, Open> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Scenario: more calls than may be on, then one is closed.
    /// Guarantees: the one too many is refused; after the close there is room again; a closed call is unknown.
    #[tokio::test]
    async fn bounded() {
        let calls = Calls::default();
        for number in 1..=MOST as u64 {
            assert_eq!(calls.open(Network::default(), |id, _| id).await.unwrap(), Some(number));
        }
        assert_eq!(calls.open(Network::default(), |id, _| id).await.unwrap(), None);
        assert!(calls.close(3));
        assert!(!calls.close(3));
        assert!(calls.with(3, |_| ()).is_none());
        assert!(calls.open(Network::default(), |id, _| id).await.unwrap().is_some());
    }
}
