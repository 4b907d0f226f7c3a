#include "bench/run/schedule.h"

#include <algorithm>
#include <map>
#include <tuple>

#include "reports/metrics/headline.h"
#include "reports/model/cell.h"
#include "statistics/median.h"

namespace unblock::bench {
namespace {

using reports::Cell;
using reports::Round;

/// On a machine that never keeps still a round is not tried for ever.
constexpr unsigned kTriesForEach = 3;

bool took_long(const Round& round) {
  constexpr double kSlowMs = 5'000;
  const auto outside = round.metrics.find("outside_clock_ms");
  const double inside_ms = round.real_time_ns * static_cast<double>(round.iterations) / 1e6;
  return inside_ms + (outside == round.metrics.end() ? 0 : outside->second) > kSlowMs;
}

bool is_tight(const Cell& cell, double tight) {
  const std::string headline = reports::metrics::headline(cell);
  std::vector<double> values;
  for (const Round* round : reports::counted_rounds(cell)) {
    const auto found = round->metrics.find(headline);
    if (found == round->metrics.end()) return false;
    values.push_back(found->second);
  }
  const reports::Interval interval = statistics::median_interval(values);
  return (interval.high - interval.low) / 2 < tight * interval.estimate;
}

bool is_open(const Cell& cell, const CellDescription* description, const Wanted& wanted, const Stand& stand) {
  if (description == nullptr || cell.status != reports::CellStatus::measured || !cell.reason.empty()) return false;
  const bool exactly = wanted.least_rounds == wanted.most_rounds;
  if (stand.counted >= wanted.most_rounds || stand.tries >= kTriesForEach * wanted.most_rounds) return false;
  if (exactly || stand.counted == 0) return true;
  if (stand.slow) return false;
  if (stand.counted < wanted.least_rounds) return true;
  return !description->once && !is_tight(cell, wanted.tight);
}

bool is_owed(const Cell& cell) {
  unsigned voided = 0;
  for (auto round = cell.rounds.rbegin(); round != cell.rounds.rend() && round->voided; ++round) ++voided;
  return voided > 0 && voided < kTriesForEach;
}

void keep_floors_open(const std::vector<Cell>& cells, const std::vector<const CellDescription*>& descriptions, const Wanted& wanted,
                      std::vector<Stand>& all) {
  if (wanted.least_rounds == wanted.most_rounds) return;  // exactly so many, the floor too
  for (std::size_t i = 0; i < all.size(); ++i) {
    if (!all[i].floor || all[i].open || descriptions[i] == nullptr || cells[i].status != reports::CellStatus::measured || !cells[i].reason.empty()) continue;
    if (all[i].tries >= kTriesForEach * wanted.most_rounds) continue;
    all[i].open = std::any_of(all.begin(), all.end(), [&](const Stand& other) { return other.open && other.group == all[i].group; });
  }
}

/// Lower comes first.
struct Urgency {
  bool tried_all, owes_none;
  unsigned fewest;
  auto operator<=>(const Urgency&) const = default;
};

std::map<std::size_t, Urgency> urgencies(const std::vector<Stand>& stands) {
  std::map<std::size_t, Urgency> groups;
  for (const Stand& stand : stands) {
    if (!stand.open) continue;
    const auto [place, is_new] = groups.try_emplace(stand.group, Urgency{true, true, stand.counted});
    Urgency& group = place->second;
    group.tried_all = group.tried_all && stand.tries > 0;
    group.owes_none = group.owes_none && !stand.owed;
    group.fewest = std::min(group.fewest, stand.counted);
  }
  return groups;
}

}  // namespace

std::vector<Stand> stands(const std::vector<Cell>& cells, const std::vector<const CellDescription*>& descriptions, const Wanted& wanted) {
  std::map<std::tuple<std::string, std::vector<std::pair<std::string, std::string>>, std::string>, std::size_t> groups;
  std::vector<Stand> all;
  for (std::size_t i = 0; i < cells.size(); ++i) {
    const Cell& cell = cells[i];
    Stand stand;
    stand.group = groups.try_emplace({cell.workload, cell.arguments, cell.placement}, groups.size()).first->second;
    stand.floor = cell.floor;
    stand.tries = static_cast<unsigned>(cell.rounds.size());
    stand.counted = static_cast<unsigned>(reports::counted_rounds(cell).size());
    stand.owed = is_owed(cell);
    stand.slow = std::any_of(cell.rounds.begin(), cell.rounds.end(), took_long);
    stand.open = is_open(cell, descriptions[i], wanted, stand);
    all.push_back(stand);
  }
  keep_floors_open(cells, descriptions, wanted, all);
  return all;
}

std::vector<std::size_t> next_block(const std::vector<Stand>& stands, std::mt19937_64& random) {
  const std::map<std::size_t, Urgency> groups = urgencies(stands);
  if (groups.empty()) return {};
  const auto less = [](const auto& a, const auto& b) { return a.second < b.second; };
  const Urgency first = std::min_element(groups.begin(), groups.end(), less)->second;
  std::vector<std::size_t> equal;
  for (const auto& [group, urgency] : groups) {
    if (urgency == first) equal.push_back(group);
  }
  const std::size_t chosen = equal[std::uniform_int_distribution<std::size_t>(0, equal.size() - 1)(random)];
  const bool only_owed = first.tried_all && !first.owes_none;
  std::vector<std::size_t> block;
  for (std::size_t i = 0; i < stands.size(); ++i) {
    const Stand& stand = stands[i];
    if (stand.group != chosen || !stand.open) continue;
    if (!first.tried_all && stand.tries > 0 && !stand.floor) continue;  // a run that goes on in the middle of a group
    if (!only_owed || stand.owed || stand.floor) block.push_back(i);
  }
  std::shuffle(block.begin(), block.end(), random);
  return block;
}

bool can_be_ordered(const std::vector<Stand>& stands) {
  return std::none_of(stands.begin(), stands.end(), [](const Stand& stand) { return stand.open && stand.counted < 2; });
}

bool first_pass_done(const std::vector<Stand>& stands) {
  return std::none_of(stands.begin(), stands.end(), [](const Stand& stand) { return stand.open && stand.tries == 0; });
}

}  // namespace unblock::bench
