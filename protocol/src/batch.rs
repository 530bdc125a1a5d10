//! The batch as it travels: Protocol Buffers. prost reads it; a page writes it with [`crate::write`].

/// What one page sends at once.
///
/// A batch is recognised by (session, `page`, `number`), never by its content; the session
/// stands in the query (`s=`), where a balancer can hash it. New fields may be added with new
/// tags at any time; the frame's version changes only if an old gateway could misread one.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Batch {
    /// Random number of the page view, made by the page.
    #[prost(fixed64, tag = "1")]
    pub page: u64,
    /// 0, 1, 2, … within the page view.
    #[prost(uint32, tag = "2")]
    pub number: u32,
    /// Ticks since the Unix epoch by the page's own clock; the first row of each series counts from here.
    #[prost(uint64, tag = "3")]
    pub base_time: u64,
    /// The page's measured clock offset, once there is one.
    #[prost(message, optional, tag = "4")]
    pub clock: Option<Clock>,
    /// The texts that attributes of this batch point at.
    #[prost(string, repeated, tag = "5")]
    pub strings: Vec<String>,
    /// Attributes true of the whole batch, as [`Pair`]s flattened to key, value, key, value, …
    #[prost(uint32, repeated, tag = "6")]
    pub resource: Vec<u32>,
    /// Running totals of the page view when the batch was closed.
    #[prost(message, optional, tag = "7")]
    pub totals: Option<Totals>,
    /// The rows.
    #[prost(message, repeated, tag = "8")]
    pub series: Vec<Series>,
    /// Each row stands for this many (session sampling at 1/N); 0 means 1.
    #[prost(uint32, tag = "9")]
    pub weight: u32,
    /// How the page stood when the batch was closed.
    #[prost(enumeration = "PageState", tag = "10")]
    pub page_state: i32,
}

impl Batch {
    /// Bytes of texts if each row had its own: a text that many rows share stands once in the batch, and in each item that is
    /// made of it.
    #[must_use]
    pub fn unfolded_bytes(&self) -> usize {
        let text = |index: u32| self.strings.get(index as usize).map_or(0, String::len);
        let bytes = |flat: &[u32]| {
            let own = |key: u32| key.checked_sub(Pair::OWN_KEYS).map_or(0, text);
            Pair::of(flat).map(|pair| own(pair.key) + text(pair.value)).sum::<usize>()
        };
        let resource = bytes(&self.resource);
        self.series.iter().map(|series| series.times.len() * (resource + bytes(&series.attributes))).sum()
    }
}

/// How a page stood when it closed a batch. One that stays silent without having been left was killed, or lost its way.
#[derive(Clone, Copy, PartialEq, Eq, Debug, prost::Enumeration)]
#[repr(i32)]
pub enum PageState {
    /// In view.
    Visible = 0,
    /// In the background, where a browser may end it without a word.
    Hidden = 1,
    /// Being left.
    Left = 2,
}

/// server time = page time + `theta`, known to ± `delta` / 2.
#[derive(Clone, Copy, PartialEq, prost::Message)]
pub struct Clock {
    /// Offset, milliseconds.
    #[prost(double, tag = "1")]
    pub theta: f64,
    /// Round trip of the probe that gave it, milliseconds.
    #[prost(double, tag = "2")]
    pub delta: f64,
}

/// What the page view has seen so far, this batch included.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Totals {
    /// Items captured.
    #[prost(uint64, tag = "1")]
    pub captured: u64,
    /// Items dropped in the page: reason code, count, reason code, count, …
    #[prost(uint64, repeated, tag = "2")]
    pub dropped: Vec<u64>,
}

/// Rows of one kind that share their attributes.
#[derive(Clone, PartialEq, prost::Message)]
pub struct Series {
    /// The item kind's number in the catalogue.
    #[prost(uint32, tag = "1")]
    pub kind: u32,
    /// [`Pair`]s, flattened.
    #[prost(uint32, repeated, tag = "2")]
    pub attributes: Vec<u32>,
    /// Ticks, each from the one before; the first from [`Batch::base_time`]. Its length is the number of rows.
    #[prost(sint64, repeated, tag = "3")]
    pub times: Vec<i64>,
    /// The values: columns as [`crate::column`] packs them.
    #[prost(uint64, repeated, tag = "4")]
    pub cells: Vec<u64>,
}

/// An attribute: a key and the index of its value in [`Batch::strings`].
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub struct Pair {
    /// Below [`Pair::OWN_KEYS`] a number of the catalogue; from there on an index into [`Batch::strings`].
    pub key: u32,
    /// Index into [`Batch::strings`].
    pub value: u32,
}

impl Pair {
    /// The first key number that names a key of the app's own.
    pub const OWN_KEYS: u32 = 1024;

    /// The pairs of a flattened list; an odd last number is ignored.
    pub fn of(flat: &[u32]) -> impl Iterator<Item = Self> + '_ {
        flat.chunks_exact(2).map(|two| Self { key: two[0], value: two[1] })
    }
}
