#include "lint/link/causes.h"

#include <algorithm>
#include <map>
#include <optional>
#include <tuple>
#include <utility>

namespace unblock::lint {
namespace {

class Causes {
 public:
  Causes(const Program& program, const std::set<std::string>& own_files, const Silenced& silenced)
      : program_(program), own_files_(own_files), silenced_(silenced) {}

  void add(const Chain& chain) {
    const auto cause = cause_of(chain);
    if (!cause) return;
    const bool at_start = silenced_(first(chain)), at_cause = silenced_(call(chain, *cause));  // both: each comment has its use
    if (at_start || at_cause) return;
    auto& ways = ways_[key(chain, *cause)];
    if (ways.empty()) order_.push_back(&ways);
    ways.push_back({&chain, *cause});
  }

  std::vector<ChainFinding> run() {
    std::vector<ChainFinding> found;
    for (auto* ways : order_) found.push_back(report(*ways));
    return found;
  }

 private:
  /// A check may look for several kinds of waiting: one place, one kind.
  using Key = std::pair<facts::Place, std::string>;

  const facts::Call& call(const Chain& chain, std::size_t step) const { return program_.call(chain.steps[step].call); }
  const facts::Call& first(const Chain& chain) const { return call(chain, 0); }
  bool is_own(const facts::Place& at) const { return own_files_.count(at.file) != 0; }

  std::optional<std::size_t> cause_of(const Chain& chain) const {
    for (std::size_t i = chain.steps.size(); i-- > 0;) {
      if (is_own(call(chain, i).at)) return i;
    }
    return std::nullopt;
  }

  /// A call that a macro of the project makes is one mistake of the macro, however often it is used.
  bool in_macro(const facts::Call& made) const { return !made.expansions.empty() && is_own(made.expansions.front().at); }

  Key key(const Chain& chain, std::size_t cause) const {
    const facts::Call& made = call(chain, cause);
    return {in_macro(made) ? made.expansions.front().at : made.at, call(chain, chain.steps.size() - 1).name};
  }

  /// The call in the context, and the context.
  std::pair<facts::Place, facts::Place> beginning(const WayDown& way) const {
    return {first(*way.chain).at, program_.functions[way.chain->context->function].facts->at};
  }

  /// Instantiations of one template, and one header that many units read, show one way many times.
  void keep_different(std::vector<WayDown>& ways) const {
    const auto order = [&](const WayDown& a, const WayDown& b) {
      return std::tuple(a.cause, beginning(a)) < std::tuple(b.cause, beginning(b));
    };
    std::stable_sort(ways.begin(), ways.end(), order);
    std::set<std::pair<facts::Place, facts::Place>> seen;
    std::erase_if(ways, [&](const WayDown& way) { return !seen.insert(beginning(way)).second; });
  }

  ChainFinding report(std::vector<WayDown>& ways) const {
    keep_different(ways);
    const Chain& chain = *ways.front().chain;
    if (ways.size() == 1 && is_own(first(chain).at)) return one_way(program_, chain);
    std::set<facts::Place> contexts;
    for (const WayDown& way : ways) contexts.insert(program_.functions[way.chain->context->function].facts->at);
    ChainFinding found = many_ways(program_, ways, contexts.size());
    found.in_macro = in_macro(call(chain, ways.front().cause));
    return found;
  }

  const Program& program_;
  const std::set<std::string>& own_files_;
  const Silenced& silenced_;
  std::map<Key, std::vector<WayDown>> ways_;
  std::vector<std::vector<WayDown>*> order_;
};

}  // namespace

std::vector<ChainFinding> find_causes(const Program& program, const std::vector<Chain>& chains, const std::set<std::string>& own_files,
                                      const Silenced& silenced) {
  Causes causes(program, own_files, silenced);
  for (const Chain& chain : chains) causes.add(chain);
  return causes.run();
}

}  // namespace unblock::lint
