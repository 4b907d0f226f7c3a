// Answers, events and timers without a socket.
#include "bench/target/http_answers.h"

#include <gtest/gtest.h>

#include <string>

#include "bench/target/pattern.h"
#include "bench/target/response.h"

namespace unblock::bench {
namespace {

struct HttpAnswers : testing::Test {
  Connection connection;
  std::vector<char> out;
  Ledger ledger;
  TimerQueue timers;
  Answers answers{out, ledger, timers};

  std::string said() const { return {out.begin(), out.end()}; }
  Taken ask(const std::string& bytes) { return answer_requests(connection, bytes, answers); }
  static std::string get(const std::string& target) { return "GET " + target + " HTTP/1.1\r\n\r\n"; }
};

TEST_F(HttpAnswers, AnswersPipelinedRequestsInOrder) {
  const std::string requests = get("/wait/0/3") + get("/status/503") + get("/other");
  EXPECT_EQ(ask(requests).bytes, requests.size());
  EXPECT_EQ(said(),
            "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nContent-Length: 3\r\n\r\nabc"
            "HTTP/1.1 503 Service Unavailable\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n"
            "HTTP/1.1 404 Not Found\r\nContent-Type: text/plain\r\nContent-Length: 0\r\n\r\n");
  EXPECT_EQ(ledger.requests, 3u);
  EXPECT_EQ(ledger.digest, request_digest("/wait/0/3") + request_digest("/status/503") + request_digest("/other"));
}

TEST_F(HttpAnswers, ADelayStopsWhatIsBehindIt) {
  const std::string first = get("/wait/1000/2");
  EXPECT_EQ(ask(first + get("/wait/0/3")).bytes, first.size());
  EXPECT_EQ(said(), "");
  ASSERT_EQ(timers.size(), 1u);
  continue_answer(connection, answers);
  EXPECT_TRUE(said().ends_with("\r\n\r\nab"));
  EXPECT_EQ(connection.state, Connection::State::reading);
}

TEST_F(HttpAnswers, ABigBodyIsLeftToTheSocket) {
  ask(get("/wait/0/1000000"));
  EXPECT_TRUE(said().ends_with("Content-Length: 1000000\r\n\r\n"));
  EXPECT_EQ(connection.body_left, 1'000'000u);
}

TEST_F(HttpAnswers, MalformedIs400AndTheEnd) {
  ask("GET nonsense\r\n\r\n" + get("/wait/0/3"));
  EXPECT_TRUE(said().starts_with("HTTP/1.1 400 Bad Request\r\nConnection: close\r\n")) << said();
  EXPECT_TRUE(connection.close_after_output);
  EXPECT_EQ(ledger.malformed, 1u);
  EXPECT_EQ(ledger.requests, 0u);
}

TEST_F(HttpAnswers, OneThatWillNotStayIsToldSo) {
  ask("GET /wait/0/1 HTTP/1.1\r\nConnection: close\r\n\r\n");
  EXPECT_NE(said().find("\r\nConnection: close\r\n"), std::string::npos);
  EXPECT_TRUE(connection.close_after_output);
}

TEST_F(HttpAnswers, NoContentHasNoLength) {
  ask(get("/status/204"));
  EXPECT_EQ(said(), "HTTP/1.1 204 \r\n\r\n");
}

TEST_F(HttpAnswers, AStreamBeginsWithItsHeadAndWaits) {
  ask(get("/stream/2/1000000/0"));
  EXPECT_NE(said().find("Transfer-Encoding: chunked"), std::string::npos);
  EXPECT_TRUE(said().ends_with("\r\n\r\n"));
  EXPECT_EQ(connection.state, Connection::State::streaming);
  EXPECT_EQ(timers.size(), 1u);
  EXPECT_EQ(timers.next_deadline_ns(), connection.first_chunk_ns);
}

TEST_F(HttpAnswers, DueEventsCarryTheirTimes) {
  ask(get("/stream/2/1000000/100"));
  connection.first_chunk_ns -= 10'000'000'000;  // both are late by seconds now
  out.clear();
  continue_answer(connection, answers);
  EXPECT_TRUE(said().starts_with("64\r\ndata: "));
  EXPECT_TRUE(said().ends_with("\n\n\r\n0\r\n\r\n"));
  const std::string text = said().substr(4, 100);
  const auto event = parse_event(text);
  ASSERT_TRUE(event);
  EXPECT_EQ(event->intended_ns, connection.first_chunk_ns);
  EXPECT_GE(event->sent_ns, event->intended_ns);
  EXPECT_TRUE(matches_pattern(event->padding));
  EXPECT_EQ(ledger.late_chunks, 2u);
}

TEST_F(HttpAnswers, ChunksThatThePeerHeldUpAreNotTheTargetsFault) {
  ask(get("/stream/2/1000000/100"));
  connection.first_chunk_ns -= 10'000'000'000;
  connection.chunk_was_blocked = true;
  continue_answer(connection, answers);
  EXPECT_EQ(ledger.blocked_chunks, 2u);
  EXPECT_EQ(ledger.late_chunks, 0u);
  EXPECT_EQ(ledger.max_lateness_ns, 0u);
}

TEST_F(HttpAnswers, TheFirstChunkComesWhenItWasAskedFor) {
  const std::uint64_t before = monotonic_ns();
  ask(get("/stream/2/1/100/3000000000"));
  EXPECT_GE(connection.first_chunk_ns, before + 3'000'000'000'000u);
  EXPECT_EQ(connection.interval_ns, 1000u);
}

TEST_F(HttpAnswers, AStreamOfNothingEndsAtOnce) {
  ask(get("/stream/0/1000/10"));
  EXPECT_TRUE(said().ends_with("\r\n\r\n0\r\n\r\n"));
  EXPECT_EQ(connection.state, Connection::State::reading);
}

TEST(StreamEvent, OnlyWhatTheTargetWroteIsRead) {
  for (const char* text : {"", "data:", "data: 1 2", "data: 1 2 3", "data: a b c d", "event: x", "data: 1 2 -3 x"}) {
    EXPECT_FALSE(parse_event(text)) << text;
  }
  EXPECT_EQ(parse_event("data: 1 2 3 ")->padding, "");
  EXPECT_EQ(parse_event("data: 1 2 3 abc\n\n")->padding, "abc");
}

TEST(StreamEvent, TheLongestNumbersFit) {
  std::vector<char> out;
  append_event(out, {~0ull, ~0ull, ~0ull, {}}, event_bytes(0));
  EXPECT_EQ(out.size(), 4 + kMinEventBytes + 2);  // "50\r\n", the event, "\r\n"
  EXPECT_EQ(parse_event({out.data() + 4, kMinEventBytes})->sent_ns, ~0ull);
}

TEST(TimerQueue, GivesTheEarliestFirstAndEqualOnesInOrder) {
  TimerQueue timers;
  timers.push(30, {3, 0});
  timers.push(10, {1, 0});
  timers.push(10, {2, 0});
  for (const std::uint32_t slot : {1u, 2u, 3u}) EXPECT_EQ(timers.pop().slot, slot);
  EXPECT_TRUE(timers.empty());
}

TEST(TimerQueue, DropsStaleEntriesWhenTheyAreMany) {
  TimerQueue timers;
  for (std::uint32_t slot = 0; slot < 10'000; ++slot) timers.push(1000 + slot, {slot, 0});
  for (std::uint32_t slot = 0; slot < 9000; ++slot) timers.note_stale([](ConnectionId id) { return id.slot >= 9000; });
  EXPECT_LT(timers.size(), 6000u);
  while (timers.next_deadline_ns() < 10'000) timers.pop();
  EXPECT_EQ(timers.pop().slot, 9000u);
}

}  // namespace
}  // namespace unblock::bench
