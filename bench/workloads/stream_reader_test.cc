// Streams cut anywhere, and streams that are not what was asked for.
#include "bench/workloads/stream_reader.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cstring>

#include "bench/target/pattern.h"

namespace unblock::bench {
namespace {

std::string event(std::uint64_t sequence) {
  std::string text = fmt::format("data: {} 1000 2000 ", sequence);
  text += pattern(event_bytes(0) - text.size() - 2);
  return text + "\n\n";
}

std::string response(const std::vector<std::string>& events) {
  std::string text = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n";
  for (const std::string& one : events) text += fmt::format("{:x}\r\n{}\r\n", one.size(), one);
  return text + "0\r\n\r\n";
}

/// Feeds `bytes` at most `step` at a time; the sequence numbers that came out.
std::vector<std::uint64_t> read_all(StreamReader& reader, std::string_view bytes, std::size_t step) {
  std::vector<std::uint64_t> sequences;
  while (!bytes.empty() && !reader.done()) {
    const std::span<std::byte> space = reader.space();
    const std::size_t count = std::min({step, bytes.size(), space.size()});
    std::memcpy(space.data(), bytes.data(), count);
    bytes.remove_prefix(count);
    reader.received(count);
    while (const auto next = reader.next()) sequences.push_back(next->sequence);
  }
  return sequences;
}

TEST(StreamReader, FindsTheEventsHoweverTheBytesAreCut) {
  const std::string bytes = response({event(0), event(1), event(2)});
  for (const std::size_t step : {1u, 7u, 100u, 10'000u}) {
    StreamReader reader(0);
    EXPECT_EQ(read_all(reader, bytes, step), (std::vector<std::uint64_t>{0, 1, 2})) << step;
    EXPECT_TRUE(reader.done());
    EXPECT_EQ(reader.problem(), "");
  }
}

TEST(StreamReader, RefusesAnEventOutOfOrder) {
  StreamReader reader(0);
  read_all(reader, response({event(0), event(2)}), 10'000);
  EXPECT_NE(reader.problem(), "");
}

TEST(StreamReader, RefusesAnEventWithOtherBytes) {
  std::string changed = event(0);
  changed[changed.size() - 3] ^= 1;
  StreamReader reader(0);
  read_all(reader, response({changed}), 10'000);
  EXPECT_NE(reader.problem(), "");
}

TEST(StreamReader, RefusesWhatIsNoStream) {
  StreamReader missing(0), nonsense(0);
  read_all(missing, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n", 10'000);
  EXPECT_EQ(missing.problem(), "the stream's status is 404");
  read_all(nonsense, "220 mail ready\r\n", 10'000);
  EXPECT_NE(nonsense.problem(), "");
}

}  // namespace
}  // namespace unblock::bench
