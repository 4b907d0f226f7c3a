// Which of the findings are shown: not those of the baseline, and with --since only those that a change introduced.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include "lint/driver/baseline.h"
#include "lint/driver/options.h"
#include "lint/driver/outcome.h"
#include "lint/driver/since.h"

namespace unblock::lint {

class Selection {
 public:
  /// Reads what the options name, before the work. Throws reports::InputError. Paths below `folder` are named relative to it.
  Selection(const Options& options, std::string folder);

  /// Takes out what is not to be shown, and says how much. After a whole run it writes the baseline if that was asked for.
  void apply(Outcome& outcome);

 private:
  void apply_baseline(Outcome& outcome);
  void apply_since(Outcome& outcome) const;
  /// Why entries that were not found may still be true; empty where they are used up.
  std::string why_not_whole(const Outcome& outcome) const;
  void write_baseline(const Outcome& outcome) const;

  const Options& options_;
  std::string folder_;
  std::optional<Baseline> baseline_;
  std::optional<ChangedLines> changed_;
};

}  // namespace unblock::lint
