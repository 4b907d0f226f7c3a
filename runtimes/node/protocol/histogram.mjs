// Latency histogram with the buckets of bench/measure/histogram.h: 128 of equal width in every power of two.
// Plain numbers: a value of 40 bits is exact in a double, so powers of two stand where C++ shifts.
const SUB_BITS = 7;
export const MAX_NS = 2 ** 40 - 1; // about 18 minutes; larger values land in the last bucket

function bitWidth(value) {
  const high = Math.floor(value / 2 ** 31);
  return high > 0 ? 63 - Math.clz32(high) : 32 - Math.clz32(value);
}

export function bucketOf(value) {
  const width = bitWidth(value);
  if (width <= SUB_BITS + 1) return value;
  const shift = width - SUB_BITS - 1;
  return shift * 2 ** SUB_BITS + Math.floor(value / 2 ** shift);
}

// Bucket i holds the values lowerNs(i) <= v < lowerNs(i + 1).
export function lowerNs(bucket) {
  if (bucket < 2 ** (SUB_BITS + 1)) return bucket;
  const shift = Math.floor(bucket / 2 ** SUB_BITS) - 1;
  return (bucket - shift * 2 ** SUB_BITS) * 2 ** shift;
}

export class Histogram {
  constructor() {
    this.counts = new Map();
  }

  // Folds samples in. Runs after the clock has stopped.
  recordAll(latenciesNs) {
    for (const value of latenciesNs) {
      const bucket = bucketOf(Math.min(Math.max(value, 0), MAX_NS));
      this.counts.set(bucket, (this.counts.get(bucket) || 0) + 1);
    }
  }

  count() {
    let total = 0;
    for (const count of this.counts.values()) total += count;
    return total;
  }

  // The middle of the bucket that holds the value of rank q·n; 0 when nothing was recorded.
  quantileNs(q) {
    const total = this.count();
    const rank = Math.min(Math.max(Math.ceil(q * total), 1), total);
    let seen = 0;
    for (const [low, high, count] of this.rows()) {
      seen += count;
      if (seen >= rank) return low + (high - low - 1) / 2;
    }
    return 0;
  }

  // [lower, upper, count] of every bucket that holds something, for the side file.
  rows() {
    const buckets = Array.from(this.counts.keys()).sort((a, b) => a - b);
    return buckets.map((bucket) => [lowerNs(bucket), lowerNs(bucket + 1), this.counts.get(bucket)]);
  }

  clear() {
    this.counts.clear();
  }
}
