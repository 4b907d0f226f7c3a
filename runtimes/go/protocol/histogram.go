package protocol

import (
	"math"
	"math/bits"
	"sync/atomic"
)

const (
	subBits = 7
	maxNs   = 1<<40 - 1 // about 18 minutes; larger values land in the last bucket
)

// Histogram has the buckets of bench/measure/histogram.h: 128 of equal width in every power of two. Safe from any goroutine.
type Histogram struct {
	counts [(41 - subBits) << subBits]uint64
}

func bucketOf(value uint64) int {
	width := bits.Len64(value)
	if width <= subBits+1 {
		return int(value)
	}
	shift := width - subBits - 1
	return shift<<subBits + int(value>>shift)
}

func lowerNs(bucket int) uint64 {
	if bucket < 2<<subBits {
		return uint64(bucket)
	}
	shift := bucket>>subBits - 1
	return uint64(bucket-shift<<subBits) << shift
}

// Record adds one latency.
func (h *Histogram) Record(ns int64) {
	if ns < 0 {
		ns = 0
	}
	if ns > maxNs {
		ns = maxNs
	}
	atomic.AddUint64(&h.counts[bucketOf(uint64(ns))], 1)
}

func (h *Histogram) count() (total uint64) {
	for _, count := range h.counts {
		total += count
	}
	return total
}

// QuantileNs is the middle of the bucket that holds the value of rank q·n; 0 when nothing was recorded.
func (h *Histogram) QuantileNs(q float64) float64 {
	total := h.count()
	rank := uint64(math.Max(math.Ceil(q*float64(total)), 1))
	seen := uint64(0)
	for bucket, count := range h.counts {
		seen += count
		if seen >= rank {
			low := lowerNs(bucket)
			return float64(low) + float64(lowerNs(bucket+1)-low-1)/2
		}
	}
	return 0
}

// rows are [lower, upper, count] of every bucket that holds something, for the side file.
func (h *Histogram) rows() [][3]uint64 {
	rows := [][3]uint64{}
	for bucket, count := range h.counts {
		if count > 0 {
			rows = append(rows, [3]uint64{lowerNs(bucket), lowerNs(bucket + 1), count})
		}
	}
	return rows
}

func (h *Histogram) addTo(counters map[string]any, prefix string) {
	total := h.count()
	if total == 0 {
		return
	}
	counters[prefix+"_n"] = total
	for name, q := range map[string]float64{"p50": 0.5, "p90": 0.9, "p99": 0.99, "p999": 0.999, "max": 1} {
		counters[prefix+"_"+name+"_ns"] = h.QuantileNs(q)
	}
}
