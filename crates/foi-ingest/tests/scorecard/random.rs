//! Numbers that look drawn by lot and are the same in every run: SplitMix64 (Steele, Lea and Flood, 2014).

/// A stream of numbers, decided by its seed.
pub(crate) struct Random(u64);

impl Random {
    /// The stream of a seed and of what it is for, so that drawing more in one place moves nothing in another.
    pub(crate) fn new(seed: u64, purpose: &str) -> Self {
        let mut stream = Self(seed);
        for byte in purpose.bytes() {
            stream.0 = stream.next() ^ u64::from(byte);
        }
        stream
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `end`, which is at least 1.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        (self.next() % end as u64) as usize
    }

    /// A number from `low` to `high`, both included.
    pub(crate) fn range(&mut self, low: i64, high: i64) -> i64 {
        low + self.below((high - low + 1) as usize) as i64
    }

    /// True in so many cases of a hundred.
    pub(crate) fn chance(&mut self, percent: usize) -> bool {
        self.below(100) < percent
    }

    /// One of several.
    pub(crate) fn pick<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }
}
