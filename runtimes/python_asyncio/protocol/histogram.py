"""Latency histogram with the buckets of bench/measure/histogram.h: 128 of equal width in every power of two."""
import math

SUB_BITS = 7
MAX_NS = (1 << 40) - 1  # about 18 minutes; larger values land in the last bucket


def bucket_of(value):
    width = value.bit_length()
    if width <= SUB_BITS + 1:
        return value
    shift = width - SUB_BITS - 1
    return (shift << SUB_BITS) + (value >> shift)


def lower_ns(bucket):
    """Bucket i holds the values lower_ns(i) <= v < lower_ns(i + 1)."""
    if bucket < 2 << SUB_BITS:
        return bucket
    shift = (bucket >> SUB_BITS) - 1
    return (bucket - (shift << SUB_BITS)) << shift


class Histogram:
    def __init__(self):
        self.counts = {}

    def record_all(self, latencies_ns):
        """Folds samples in. Runs after the clock has stopped."""
        counts = self.counts
        for value in latencies_ns:
            bucket = bucket_of(min(max(value, 0), MAX_NS))
            counts[bucket] = counts.get(bucket, 0) + 1

    def count(self):
        return sum(self.counts.values())

    def quantile_ns(self, q):
        """The middle of the bucket that holds the value of rank q·n; 0 when nothing was recorded."""
        total = self.count()
        rank = min(max(math.ceil(q * total), 1), total)
        seen = 0
        for bucket in sorted(self.counts):
            seen += self.counts[bucket]
            if seen >= rank:
                low = lower_ns(bucket)
                return low + (lower_ns(bucket + 1) - low - 1) / 2
        return 0

    def rows(self):
        """[lower, upper, count] of every bucket that holds something, for the side file."""
        return [[lower_ns(b), lower_ns(b + 1), self.counts[b]] for b in sorted(self.counts)]

    def clear(self):
        self.counts = {}
