//! After a start the folds take in what their snapshots had not yet: until then they know less than was shown before.

use std::time::Duration;

use serde::Serialize;
use tokio::sync::watch;

use crate::journal::{Journal, Position};

/// Whether every fold knows all that was in the journal when it was opened, and so at least all that an earlier
/// process ever showed. Cloning shares it.
#[derive(Clone, Debug)]
pub struct CatchUp {
    journal: Journal,
    target: Position,
    folds: Vec<(&'static str, watch::Receiver<Position>)>,
}

/// How far one fold has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Behind {
    /// Its name.
    pub fold: &'static str,
    /// Bytes of the journal that it has taken in, or had in its snapshot.
    pub bytes: u64,
    /// Bytes of the journal when it was opened.
    pub of: u64,
}

/// A catch-up that takes longer says how far it is.
const SAY_EVERY: Duration = Duration::from_secs(5);

impl CatchUp {
    /// Up to what the journal holds now.
    #[must_use]
    pub fn new(journal: &Journal, folds: Vec<(&'static str, watch::Receiver<Position>)>) -> Self {
        Self { journal: journal.clone(), target: journal.committed(), folds }
    }

    /// Whether every fold has come so far.
    #[must_use]
    pub fn is_done(&self) -> bool {
        self.folds.iter().all(|(_, reached)| *reached.borrow() >= self.target)
    }

    /// Resolves once every fold has come so far; never, should one have ended before.
    pub async fn done(&self) {
        for (_, reached) in &self.folds {
            if reached.clone().wait_for(|reached| *reached >= self.target).await.is_err() {
                std::future::pending::<()>().await;
            }
        }
    }

    /// The folds that have not.
    #[must_use]
    pub fn behind(&self) -> Vec<Behind> {
        let of = self.journal.bytes_before(self.target);
        let behind = self.folds.iter().map(|(fold, reached)| (*fold, *reached.borrow()));
        behind
            .filter(|(_, reached)| *reached < self.target)
            .map(|(fold, reached)| Behind { fold, bytes: self.journal.bytes_before(reached), of })
            .collect()
    }

    /// Logs how far a long catch-up is, and its end.
    pub async fn say(self) {
        let mut long = false;
        while tokio::time::timeout(SAY_EVERY, self.done()).await.is_err() {
            long = true;
            for Behind { fold, bytes, of } in self.behind() {
                tracing::info!(fold, bytes, of, "taking in the journal; metrics and objectives are shown afterwards");
            }
        }
        if long {
            tracing::info!("the journal is taken in: metrics and objectives are shown");
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::journal::Limits;

    /// Scenario: one fold of two comes to the journal's end, then the other.
    /// Guarantees: it is done with the last one, not before, and says which is behind.
    #[tokio::test]
    async fn the_last_one_counts() {
        let folder = tempfile::tempdir().unwrap();
        let (journal, _appender) = Journal::open(folder.path(), Limits::default()).unwrap();
        let ((one, ones), (two, twos)) = (watch::channel(Position::default()), watch::channel(Position::default()));
        let catch_up = CatchUp::new(&journal, vec![("one", ones), ("two", twos)]);
        one.send_replace(journal.committed());
        assert!(!catch_up.is_done());
        assert_eq!(catch_up.behind(), [Behind { fold: "two", bytes: 0, of: 8 }]);
        assert!(tokio::time::timeout(Duration::from_millis(20), catch_up.done()).await.is_err());
        two.send_replace(journal.committed());
        assert!(catch_up.is_done() && catch_up.behind().is_empty());
        catch_up.done().await;
    }
}
