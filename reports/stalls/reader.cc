#include <fmt/format.h>

#include <algorithm>

#include "reports/json/parse.h"
#include "reports/model/error.h"
#include "reports/stalls/file_format.h"

namespace unblock::reports::stalls {
namespace {

using Value = nlohmann::json;
using namespace unblock::reports::json;

/// Negative, huge or missing counts of a damaged file count as none.
std::uint64_t count_at(const Value& object, const char* key) {
  const double value = number_at(object, key);
  return value >= 0 && value < 1e18 ? static_cast<std::uint64_t>(value) : 0;
}

unsigned small_at(const Value& object, const char* key) { return static_cast<unsigned>(std::min<std::uint64_t>(count_at(object, key), 0xffffffffU)); }

double length_at(const Value& object, const char* key) { return std::max(0.0, number_at(object, key)); }

StallPlace read_place(const Value& entry) {
  StallPlace place;
  for (const Value& frame : array_at(entry, "chain")) {
    place.chain.push_back({text_at(frame, "function"), text_at(frame, "file"), small_at(frame, "line"), flag_at(frame, "own")});
  }
  place.culprit = count_at(entry, "culprit");
  if (place.culprit >= place.chain.size()) place.culprit = 0;
  place.blocked_by = text_at(entry, "blocked_by");
  place.instead = text_at(entry, "instead");
  place.count = count_at(entry, "count");
  place.total_s = length_at(entry, "total_s");
  place.longest_s = length_at(entry, "longest_s");
  place.p50_s = length_at(entry, "p50_s");
  place.p99_s = length_at(entry, "p99_s");
  place.parked_share = std::clamp(number_at(entry, "parked_share"), 0.0, 1.0);
  place.events = count_at(entry, "events");
  place.events_waited_s = length_at(entry, "events_waited_s");
  place.unfinished = count_at(entry, "unfinished");
  return place;
}

Loop read_loop(const Value& entry) {
  Loop loop;
  loop.process = small_at(entry, "process");
  loop.thread = small_at(entry, "thread");
  loop.waits_in = text_at(entry, "waits_in");
  loop.function = text_at(entry, "function");
  loop.run_by = text_at(entry, "run_by");
  loop.turns = count_at(entry, "turns");
  loop.busy_s = length_at(entry, "busy_s");
  loop.turn_p50_s = length_at(entry, "turn_p50_s");
  loop.turn_p99_s = length_at(entry, "turn_p99_s");
  std::vector<double> flat;
  for (const Value& value : array_at(entry, "timeline")) flat.push_back(value.is_number() ? std::max(0.0, value.get<double>()) : 0);
  for (std::size_t i = 0; i + 5 <= flat.size(); i += 5) {
    loop.timeline.push_back({flat[i], flat[i + 1], static_cast<std::uint64_t>(std::min(flat[i + 2], 1e18)), flat[i + 3], flat[i + 4]});
  }
  return loop;
}

}  // namespace

bool looks_like_stalls(std::string_view text) { return text.substr(0, 200).find("\"unblock_watch\"") != std::string_view::npos; }

Stalls read(const std::string& text, const std::string& file_name) {
  const Value file = parse(text, file_name);
  if (!file.is_object() || !file.contains("unblock_watch")) throw InputError(fmt::format("cannot read '{}': it is not a file of unblock watch", file_name));
  if (number_at(file, "unblock_watch") != kVersion) {
    throw InputError(fmt::format("cannot read '{}': it has version {} of the format, and this program knows {}", file_name,
                                 number_at(file, "unblock_watch"), kVersion));
  }
  Stalls stalls;
  stalls.source = file_name;
  stalls.program = text_at(file, "program");
  stalls.date = text_at(file, "date");
  stalls.duration_s = length_at(file, "duration_s");
  stalls.threshold_s = length_at(file, "threshold_s");
  stalls.finished = flag_at(file, "finished");
  stalls.stall_count = count_at(file, "stall_count");
  stalls.starved_s = length_at(file, "starved_s");
  for (const Value& note : array_at(file, "notes")) {
    if (note.is_string()) stalls.notes.push_back(note.get<std::string>());
  }
  for (const Value& entry : array_at(file, "loops")) stalls.loops.push_back(read_loop(entry));
  for (const Value& entry : array_at(file, "places")) stalls.places.push_back(read_place(entry));
  for (const Value& entry : array_at(file, "stalls")) {
    const StallMark mark{count_at(entry, "place"), count_at(entry, "loop"), length_at(entry, "start_s"), length_at(entry, "length_s")};
    if (mark.place < stalls.places.size() && mark.loop < stalls.loops.size()) stalls.stalls.push_back(mark);
  }
  return stalls;
}

}  // namespace unblock::reports::stalls
