#include "bench/target/route.h"

#include <gtest/gtest.h>

#include <string>

namespace unblock::bench {
namespace {

TEST(Route, ReadsWait) {
  const Route route = parse_route("/wait/1500/64");
  EXPECT_EQ(route.kind, Route::Kind::wait);
  EXPECT_EQ(route.delay_us, 1500u);
  EXPECT_EQ(route.size, 64u);
  EXPECT_EQ(route.status, 200u);
}

TEST(Route, ReadsStream) {
  const Route route = parse_route("/stream/50/20000/200");
  EXPECT_EQ(route.kind, Route::Kind::stream);
  EXPECT_EQ(route.chunks, 50u);
  EXPECT_EQ(route.delay_us, 20'000u);
  EXPECT_EQ(route.size, 200u);
  EXPECT_EQ(route.first_us, 20'000u);
  EXPECT_EQ(parse_route("/stream/50/20000/200/7").first_us, 7u);
}

TEST(Route, ReadsStatus) {
  EXPECT_EQ(parse_route("/status/503").kind, Route::Kind::status);
  EXPECT_EQ(parse_route("/status/503").status, 503u);
}

TEST(Route, KnowsNothingElse) {
  for (const char* target : {"", "/", "*", "/wait", "/wait/", "/wait/1", "/wait/1/", "/wait/1/2/", "/wait/1/2/3", "/wait/a/2",
                             "/wait/-1/2", "/wait/+1/2", "/wait/1/2?x", "/waits/1/2", "/stream/1/2", "/stream/1/2/3/4/5", "/stream/1/2/3/", "/status/", "/status/ok",
                             "/status/100", "/status/199", "/status/600", "/wait/99999999999999999999/1", "wait/1/2"}) {
    EXPECT_EQ(parse_route(target).kind, Route::Kind::not_found) << target;
    EXPECT_EQ(parse_route(target).status, 404u) << target;
  }
}

TEST(Route, RefusesWhatIsTooBig) {
  EXPECT_EQ(parse_route("/wait/0/" + std::to_string(kMaxBodyBytes)).kind, Route::Kind::wait);
  EXPECT_EQ(parse_route("/wait/0/" + std::to_string(kMaxBodyBytes + 1)).kind, Route::Kind::not_found);
  EXPECT_EQ(parse_route("/wait/" + std::to_string(kMaxDelayUs + 1) + "/0").kind, Route::Kind::not_found);
  EXPECT_EQ(parse_route("/stream/" + std::to_string(kMaxChunks + 1) + "/0/0").kind, Route::Kind::not_found);
  EXPECT_EQ(parse_route("/stream/1/0/" + std::to_string(kMaxEventBytes + 1)).kind, Route::Kind::not_found);
}

}  // namespace
}  // namespace unblock::bench
