// Grouped by id; a cell that failed counts once, whether its verdict or its status says so.
#include "reports/summary/verdicts.h"

#include <algorithm>
#include <map>

namespace unblock::reports::summary {
namespace {

constexpr std::size_t kMostExamples = 4;

struct Seen {
  Doubt doubt;
  std::set<std::string> texts;
};

std::string where(const Cell& cell) { return cell.placement.empty() ? cell.name : cell.name + ", " + cell.placement; }

void add(std::map<std::string, Seen>& all, const std::string& id, const Cell& cell, const std::string& text, bool withholds) {
  Seen& seen = all[id];
  seen.doubt.id = id;
  ++seen.doubt.cells;
  seen.doubt.withholds = seen.doubt.withholds || withholds;
  if (seen.texts.size() < 2) seen.texts.insert(text);
  if (seen.doubt.examples.size() < kMostExamples) seen.doubt.examples.push_back(where(cell) + ": " + text);
}

}  // namespace

std::vector<Doubt> doubts(const Run& run) {
  std::map<std::string, Seen> all;
  std::size_t measured = 0;
  for (const Cell& cell : run.cells) {
    measured += cell.status == CellStatus::measured ? 1 : 0;
    bool withheld = false;
    for (const Verdict& verdict : cell.verdicts) {
      add(all, verdict.id, cell, verdict.text, verdict.withholds);
      withheld = withheld || verdict.withholds;
    }
    if (cell.status == CellStatus::failed && !withheld) add(all, "failed", cell, cell.reason, true);
  }
  std::vector<Doubt> list;
  for (auto& [id, seen] : all) {
    Doubt& doubt = seen.doubt;
    doubt.everywhere = !doubt.withholds && measured > 2 && doubt.cells >= measured;
    if (seen.texts.size() == 1 && doubt.cells > 1) doubt.examples = {*seen.texts.begin()};
    list.push_back(std::move(doubt));
  }
  std::stable_sort(list.begin(), list.end(), [](const Doubt& a, const Doubt& b) {
    return a.withholds != b.withholds ? a.withholds : a.cells < b.cells;
  });
  return list;
}

std::set<std::string> everywhere(const Run& run) {
  std::set<std::string> ids;
  for (const Doubt& doubt : doubts(run)) {
    if (doubt.everywhere) ids.insert(doubt.id);
  }
  return ids;
}

}  // namespace unblock::reports::summary
