#include "bench/target/ledger.h"

#include <gtest/gtest.h>

#include <string>

#include "bench/target/pattern.h"

namespace unblock::bench {
namespace {

TEST(EchoDigest, IsXxh3OfAllBytes) {
  EchoDigest digest;
  digest.update(pattern(1000));
  EXPECT_EQ(digest.value(), XXH3_64bits(pattern(1000).data(), 1000));
}

TEST(EchoDigest, DoesNotDependOnHowTheBytesWereCut) {
  const std::string bytes = pattern(10'000, 7);
  for (const std::size_t step : {1, 3, 255, 256, 257, 4096}) {
    EchoDigest digest;
    for (std::size_t at = 0; at < bytes.size(); at += step) digest.update(std::string_view(bytes).substr(at, step));
    EXPECT_EQ(digest.value(), XXH3_64bits(bytes.data(), bytes.size())) << "cut every " << step;
  }
}

TEST(EchoDigest, DependsOnTheOrderOfTheBytes) {
  EchoDigest forward, backward;
  forward.update("ab");
  backward.update("ba");
  EXPECT_NE(forward.value(), backward.value());
}

TEST(EchoDigest, OfNothingAddsNothing) {
  EchoDigest digest;
  digest.update("");
  EXPECT_EQ(digest.value(), 0u);
  digest.update("x");
  EXPECT_NE(digest.value(), 0u);
  digest.reset();
  EXPECT_EQ(digest.value(), 0u);
}

TEST(RequestDigest, TellsTargetsApart) {
  EXPECT_NE(request_digest("/wait/0/64"), request_digest("/wait/0/65"));
  EXPECT_EQ(request_digest("/wait/0/64"), XXH3_64bits("/wait/0/64", 10));
}

TEST(Pattern, IsRecognisedAtEveryOffset) {
  const std::string body = pattern(200);
  for (std::size_t at = 0; at < 60; ++at) EXPECT_TRUE(matches_pattern(std::string_view(body).substr(at), at));
  EXPECT_TRUE(matches_pattern(""));
}

TEST(Pattern, FindsOneWrongByteAnywhere) {
  for (std::size_t at = 0; at < 200; ++at) {
    std::string body = pattern(200);
    body[at] = '!';
    EXPECT_FALSE(matches_pattern(body)) << "byte " << at;
  }
  EXPECT_FALSE(matches_pattern(pattern(200), 1));
}

}  // namespace
}  // namespace unblock::bench
