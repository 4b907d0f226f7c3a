// Latency histogram with at most 0.4 % relative error. Fixed memory: recording runs between two timestamps, so it never allocates.
#pragma once

#include <atomic>
#include <bit>
#include <cstdint>
#include <vector>

namespace unblock::bench {

/// Log-linear buckets, as in HdrHistogram: 128 of equal width in every power of two, exact below 256 ns.
/// A bucket is at most 1/128 of its lower edge wide and is represented by its middle: |error| <= 1/256 of the value.
class Histogram {
 public:
  static constexpr unsigned kSubBits = 7;
  static constexpr unsigned kMaxBits = 40;
  static constexpr double kRelativeError = 1.0 / (1u << (kSubBits + 1));

  Histogram() : counts_(bucket_of(max_ns()) + 1) {}

  /// About 18 minutes.
  static constexpr std::uint64_t max_ns() { return (std::uint64_t{1} << kMaxBits) - 1; }

  /// Records one latency. Values above max_ns() land in the last bucket and are counted in overflow().
  void record(std::uint64_t latency_ns) {
    if (latency_ns > max_ns()) {
      ++overflow_;
      latency_ns = max_ns();
    }
    ++counts_[bucket_of(latency_ns)];
  }

  /// The same from several threads at once.
  void record_concurrent(std::uint64_t latency_ns) {
    if (latency_ns > max_ns()) {
      std::atomic_ref(overflow_).fetch_add(1, std::memory_order_relaxed);
      latency_ns = max_ns();
    }
    std::atomic_ref(counts_[bucket_of(latency_ns)]).fetch_add(1, std::memory_order_relaxed);
  }

  std::uint64_t overflow() const { return overflow_; }
  std::uint64_t count() const;
  /// The smallest recorded value whose rank is at least q·n, within kRelativeError; 0 when nothing was recorded. 0 <= q <= 1.
  double quantile_ns(double q) const;
  /// Of all recorded values, within kRelativeError.
  double sum_ns() const;
  double max_recorded_ns() const { return quantile_ns(1.0); }
  void clear();

  std::size_t buckets() const { return counts_.size(); }
  std::uint64_t count_at(std::size_t bucket) const { return counts_[bucket]; }
  /// Bucket i holds the values lower_ns(i) <= v < lower_ns(i + 1).
  static std::uint64_t lower_ns(std::size_t bucket);

  static constexpr std::size_t bucket_of(std::uint64_t value) {
    const unsigned width = static_cast<unsigned>(std::bit_width(value));
    if (width <= kSubBits + 1) return value;
    const unsigned shift = width - kSubBits - 1;
    return (static_cast<std::size_t>(shift) << kSubBits) + (value >> shift);
  }

 private:
  std::vector<std::uint64_t> counts_;
  std::uint64_t overflow_ = 0;
};

}  // namespace unblock::bench
