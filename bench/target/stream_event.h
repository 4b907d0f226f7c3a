// One server-sent event of /stream: `data: <sequence> <intended_ns> <sent_ns> <padding>` and an empty line.
// Written by the target, read by clients, so both agree on one file. Standard library only.
#pragma once

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

namespace unblock::bench {

/// An event is at least this long, so that three numbers of twenty digits fit.
inline constexpr std::size_t kMinEventBytes = 80;

/// Times are CLOCK_MONOTONIC in ns, which all processes of one machine share.
struct StreamEvent {
  std::uint64_t sequence = 0;     ///< from 0
  std::uint64_t intended_ns = 0;  ///< when the schedule wanted it sent: the first chunk's time + sequence × interval
  std::uint64_t sent_ns = 0;      ///< when the target wrote it
  std::string_view padding;       ///< bytes of the pattern from offset 0 (pattern.h)
};

/// Length of every event of a stream that was asked for `size` bytes per event, both line ends included.
constexpr std::size_t event_bytes(std::size_t size) { return std::max(size, kMinEventBytes); }

/// Writes the event without padding ("data: 0 1 2 ") into `out`, which has room for kMinEventBytes. Returns the end.
inline char* write_event_fields(char* out, const StreamEvent& event) {
  constexpr std::string_view kName = "data: ";
  out = std::copy(kName.begin(), kName.end(), out);
  for (const std::uint64_t number : {event.sequence, event.intended_ns, event.sent_ns}) {
    out = std::to_chars(out, out + 20, number).ptr;
    *out++ = ' ';
  }
  return out;
}

/// Reads one event or only its data line; nothing when it is not one. The padding points into `text`.
inline std::optional<StreamEvent> parse_event(std::string_view text) {
  constexpr std::string_view kName = "data: ";
  if (!text.starts_with(kName)) return std::nullopt;
  while (text.ends_with('\n')) text.remove_suffix(1);
  StreamEvent event;
  const char* at = text.data() + kName.size();
  const char* const end = text.data() + text.size();
  for (std::uint64_t* number : {&event.sequence, &event.intended_ns, &event.sent_ns}) {
    const auto [next, error] = std::from_chars(at, end, *number);
    if (error != std::errc() || next == end || *next != ' ') return std::nullopt;
    at = next + 1;
  }
  event.padding = std::string_view(at, static_cast<std::size_t>(end - at));
  return event;
}

}  // namespace unblock::bench
