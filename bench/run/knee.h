// Where a growing load begins to queue, for one runtime: doubled until it is not held, then halved in between.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

namespace unblock::bench {

/// What one load gave, as medians over its rounds.
struct LoadResult {
  std::uint64_t load = 0;       ///< the value of the parameter: requests a second, connections, …
  double p99_ns = 0;            ///< from the intended start
  double done_per_second = 0;   ///< operations
  std::string failure{};        ///< why there is no result; then it is not held
};

class KneeSearch {
 public:
  /// `is_rate`: the load is operations a second, which have to be done as well.
  KneeSearch(std::uint64_t first, bool is_rate) : next_(first), is_rate_(is_rate) {}

  /// The load to measure next; none: the search is over.
  std::optional<std::uint64_t> next() const { return next_; }
  void measured(const LoadResult& result);

  bool found() const { return held_.load > 0 && lost_.load > 0 && !next_; }
  /// One clause that follows the runtime's name and a colon. `of` names the load: "per_second".
  std::string sentence(const std::string& of) const;

 private:
  bool is_held(const LoadResult& result) const;
  double limit_ns() const;

  std::optional<std::uint64_t> next_;
  bool is_rate_;
  LoadResult base_, held_, lost_;   ///< load 0: none yet
  unsigned doublings_ = 0;
};

}  // namespace unblock::bench
