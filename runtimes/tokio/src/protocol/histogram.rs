//! Latency histogram with the buckets of bench/measure/histogram.h: 128 of equal width in every power of two.
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};

const SUB_BITS: u32 = 7;
const MAX_NS: u64 = (1 << 40) - 1; // about 18 minutes; larger values land in the last bucket
const BUCKETS: usize = ((41 - SUB_BITS) << SUB_BITS) as usize;

/// May be recorded in from any thread.
pub struct Histogram {
    counts: Vec<AtomicU64>,
}

fn bucket_of(value: u64) -> usize {
    let width = 64 - value.leading_zeros();
    if width <= SUB_BITS + 1 {
        return value as usize;
    }
    let shift = width - SUB_BITS - 1;
    (u64::from(shift << SUB_BITS) + (value >> shift)) as usize
}

fn lower_ns(bucket: usize) -> u64 {
    let bucket = bucket as u64;
    if bucket < 2 << SUB_BITS {
        return bucket;
    }
    let shift = (bucket >> SUB_BITS) - 1;
    (bucket - (shift << SUB_BITS)) << shift
}

impl Histogram {
    pub fn new() -> Self {
        Histogram { counts: (0..BUCKETS).map(|_| AtomicU64::new(0)).collect() }
    }

    pub fn record(&self, ns: i64) {
        let value = (ns.max(0) as u64).min(MAX_NS);
        self.counts[bucket_of(value)].fetch_add(1, Relaxed);
    }

    pub fn count(&self) -> u64 {
        self.counts.iter().map(|count| count.load(Relaxed)).sum()
    }

    /// The middle of the bucket that holds the value of rank q·n; 0 when nothing was recorded.
    pub fn quantile_ns(&self, q: f64) -> f64 {
        let rank = (q * self.count() as f64).ceil().max(1.0) as u64;
        let mut seen = 0;
        for (bucket, count) in self.counts.iter().enumerate() {
            seen += count.load(Relaxed);
            if seen >= rank {
                let low = lower_ns(bucket);
                return low as f64 + (lower_ns(bucket + 1) - low - 1) as f64 / 2.0;
            }
        }
        0.0
    }

    /// [lower, upper, count] of every bucket that holds something, for the side file.
    pub fn rows(&self) -> Vec<[u64; 3]> {
        let filled = self.counts.iter().enumerate().map(|(bucket, count)| (bucket, count.load(Relaxed)));
        filled.filter(|&(_, count)| count > 0).map(|(bucket, count)| [lower_ns(bucket), lower_ns(bucket + 1), count]).collect()
    }

    pub fn clear(&self) {
        self.counts.iter().for_each(|count| count.store(0, Relaxed));
    }
}
