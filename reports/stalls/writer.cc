#include "reports/json/parse.h"
#include "reports/stalls/file_format.h"

namespace unblock::reports::stalls {
namespace {

using Json = nlohmann::ordered_json;
using json::number;

Json frames_json(const std::vector<StallFrame>& chain) {
  Json list = Json::array();
  for (const StallFrame& frame : chain) {
    Json entry = {{"function", frame.function}};
    if (!frame.file.empty()) entry["file"] = frame.file;
    if (frame.line != 0) entry["line"] = frame.line;
    if (frame.own) entry["own"] = true;
    list.push_back(std::move(entry));
  }
  return list;
}

Json place_json(const StallPlace& place) {
  Json entry = {{"count", place.count},
                {"total_s", number(place.total_s)},
                {"longest_s", number(place.longest_s)},
                {"p50_s", number(place.p50_s)},
                {"p99_s", number(place.p99_s)},
                {"parked_share", number(place.parked_share)},
                {"events", place.events},
                {"events_waited_s", number(place.events_waited_s)}};
  if (place.unfinished > 0) entry["unfinished"] = place.unfinished;
  if (!place.blocked_by.empty()) entry["blocked_by"] = place.blocked_by;
  if (!place.instead.empty()) entry["instead"] = place.instead;
  entry["culprit"] = place.culprit;
  entry["chain"] = frames_json(place.chain);
  return entry;
}

Json loop_json(const Loop& loop) {
  Json timeline = Json::array();  // flat, five numbers a piece: a third of the size of objects
  for (const TurnsInTime& piece : loop.timeline) {
    for (const double value : {piece.start_s, piece.length_s, static_cast<double>(piece.turns), piece.busy_s, piece.longest_s}) {
      timeline.push_back(number(value));
    }
  }
  return {{"process", loop.process}, {"thread", loop.thread}, {"waits_in", loop.waits_in}, {"function", loop.function}, {"run_by", loop.run_by}, {"turns", loop.turns}, {"busy_s", number(loop.busy_s)}, {"turn_p50_s", number(loop.turn_p50_s)}, {"turn_p99_s", number(loop.turn_p99_s)}, {"timeline", std::move(timeline)}};
}

template <class List, class ToJson>
void add_lines(std::string& out, const char* key, const List& list, ToJson to_json) {
  out += std::string(",\n\"") + key + "\": [";
  const char* separator = "\n";
  for (const auto& item : list) {
    out += separator + json::line(to_json(item));
    separator = ",\n";
  }
  out += "]";
}

}  // namespace

std::string write(const Stalls& stalls) {
  std::string out = "{\"unblock_watch\": " + std::to_string(kVersion);
  const Json head = {{"program", stalls.program},
                     {"date", stalls.date},
                     {"duration_s", number(stalls.duration_s)},
                     {"threshold_s", number(stalls.threshold_s)},
                     {"finished", stalls.finished},
                     {"stall_count", stalls.stall_count},
                     {"starved_s", number(stalls.starved_s)},
                     {"notes", stalls.notes}};
  for (const auto& [key, value] : head.items()) out += ",\n\"" + key + "\": " + json::line(value);
  add_lines(out, "loops", stalls.loops, loop_json);
  add_lines(out, "places", stalls.places, place_json);
  add_lines(out, "stalls", stalls.stalls, [](const StallMark& mark) {
    return Json{{"place", mark.place}, {"loop", mark.loop}, {"start_s", number(mark.start_s)}, {"length_s", number(mark.length_s)}};
  });
  return out + "\n}\n";
}

}  // namespace unblock::reports::stalls
