#include "watch/places/table.h"

#include <algorithm>
#include <cmath>

namespace unblock::watch {
namespace {

constexpr std::size_t kLengths = 512;

bool longer(const reports::StallMark& a, const reports::StallMark& b) { return a.length_s > b.length_s; }

std::string key_of(const SeenStall& stall) {
  if (stall.chain.empty()) return "";
  const reports::StallFrame& frame = stall.chain[stall.culprit];
  // A computation is anywhere in its function; a call stands in one line.
  const std::string line = stall.blocked_by.empty() ? "" : ":" + std::to_string(frame.line);
  return frame.file + "|" + frame.function + line + "|" + stall.blocked_by;
}

double percentile(std::vector<double> lengths, double share) {
  if (lengths.empty()) return 0;
  const auto rank = static_cast<std::size_t>(std::ceil(share * static_cast<double>(lengths.size())));
  const std::size_t index = rank == 0 ? 0 : rank - 1;
  std::nth_element(lengths.begin(), lengths.begin() + static_cast<std::ptrdiff_t>(index), lengths.end());
  return lengths[index];
}

}  // namespace

StallTable::Entry& StallTable::entry_of(const SeenStall& stall) {
  const std::string key = key_of(stall);
  if (const auto found = index_.find(key); found != index_.end()) return entries_[found->second];
  const bool full = entries_.size() >= most_places_;
  if (full) {
    if (const auto rest = index_.find("*"); rest != index_.end()) return entries_[rest->second];
  }
  index_.emplace(full ? "*" : key, entries_.size());
  Entry entry;
  if (full) entry.place.chain = {{"all other places", "", 0, false}};
  else {
    entry.place.chain = stall.chain;
    entry.place.culprit = stall.culprit;
    entry.place.blocked_by = stall.blocked_by;
    entry.place.instead = stall.instead;
  }
  entries_.push_back(std::move(entry));
  return entries_.back();
}

void StallTable::add(const SeenStall& stall) {
  Entry& entry = entry_of(stall);
  reports::StallPlace& place = entry.place;
  ++count_;
  ++place.count;
  place.total_s += stall.length_s;
  place.longest_s = std::max(place.longest_s, stall.length_s);
  place.events += stall.ready;
  place.events_waited_s += static_cast<double>(stall.ready) * stall.length_s;
  place.unfinished += stall.unfinished;
  entry.parked_s += stall.parked_share * stall.length_s;
  if (entry.lengths.size() < kLengths) {
    entry.lengths.push_back(stall.length_s);
  } else {
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    if (const std::uint64_t at = (random_ >> 33) % place.count; at < kLengths) entry.lengths[at] = stall.length_s;
  }
  longest_.push_back({static_cast<std::size_t>(&entry - entries_.data()), stall.loop, stall.start_s, stall.length_s});
  std::push_heap(longest_.begin(), longest_.end(), longer);
  if (longest_.size() > most_stalls_) {
    std::pop_heap(longest_.begin(), longest_.end(), longer);
    longest_.pop_back();
  }
}

void StallTable::write_to(reports::Stalls& to) const {
  std::vector<std::size_t> order(entries_.size());
  for (std::size_t i = 0; i < order.size(); ++i) order[i] = i;
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) {
    return entries_[a].place.total_s > entries_[b].place.total_s;
  });
  std::vector<std::size_t> rank(entries_.size());
  to.places.clear();
  for (const std::size_t index : order) {
    const Entry& entry = entries_[index];
    rank[index] = to.places.size();
    to.places.push_back(entry.place);
    reports::StallPlace& place = to.places.back();
    place.p50_s = percentile(entry.lengths, 0.5);
    place.p99_s = percentile(entry.lengths, 0.99);
    place.parked_share = place.total_s > 0 ? entry.parked_s / place.total_s : 0;
  }
  to.stalls = longest_;
  for (reports::StallMark& mark : to.stalls) mark.place = rank[mark.place];
  std::sort(to.stalls.begin(), to.stalls.end(), [](const auto& a, const auto& b) { return a.start_s < b.start_s; });
  to.stall_count = count_;
}

}  // namespace unblock::watch
