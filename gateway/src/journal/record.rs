//! One record: a valid batch and what the gateway knows about its arrival.

use honeyguide_protocol::Batch;
use prost::Message as _;

/// What lies in the journal. Protocol Buffers: fields may be added with new tags.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Record {
    /// Milliseconds since the Unix epoch, the gateway's clock.
    #[prost(uint64, tag = "1")]
    pub received_at: u64,
    /// The app that the key belongs to.
    #[prost(string, tag = "2")]
    pub app: String,
    /// The session, as the query named it.
    #[prost(string, tag = "3")]
    pub session: String,
    /// The request's User-Agent.
    #[prost(string, tag = "4")]
    pub user_agent: String,
    /// The batch, without the rows that validation rejected.
    #[prost(message, required, tag = "5")]
    pub batch: Batch,
    /// Items in `batch`.
    #[prost(uint64, tag = "6")]
    pub items: u64,
    /// Rejected items: reason code, count, …
    #[prost(uint64, repeated, tag = "7")]
    pub rejected: Vec<u64>,
    /// Bytes of the request's body.
    #[prost(uint64, tag = "8")]
    pub body_bytes: u64,
}

/// What makes a batch the same batch when it is sent again: named by the page, never a hash of the content.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct BatchId {
    /// The session.
    pub session: String,
    /// The page view.
    pub page: u64,
    /// The batch's number in it.
    pub number: u32,
}

impl Record {
    /// About the bytes that it takes when each item stands by itself, as readers write it.
    pub(super) fn unfolded_bytes(&self) -> usize {
        self.encoded_len().max(self.batch.unfolded_bytes())
    }

    /// The batch's identity.
    #[must_use]
    pub fn id(&self) -> BatchId {
        BatchId { session: self.session.clone(), page: self.batch.page, number: self.batch.number }
    }
}
