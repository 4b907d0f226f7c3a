#include "bench/gate/history/date.h"

#include <gtest/gtest.h>

namespace unblock::bench::gate {
namespace {

TEST(Date, ZonesAreMadeOne) {
  EXPECT_EQ(utc("2026-03-01T10:00:00Z"), "2026-03-01T10:00:00Z");
  EXPECT_EQ(utc("2026-03-01T01:30:00+02:00"), "2026-02-28T23:30:00Z");
  EXPECT_EQ(utc("2026-03-01 10:00:00 -0500"), "2026-03-01T15:00:00Z");  // git log --format=%ci
  EXPECT_EQ(utc("2026-03-01T10:00:00.123+00"), "2026-03-01T10:00:00Z");
  EXPECT_EQ(utc("2026-03-01 10:00"), "2026-03-01T10:00:00Z");
  EXPECT_EQ(utc("2026-03-01"), "2026-03-01T00:00:00Z");
}

TEST(Date, WhatIsNoDateIsNone) {
  for (const char* text : {"", "yesterday", "2026", "2026-02-31", "2026-13-01", "2026-03-01T25:00:00Z", "01.03.2026", "2026-03-01T10:00:00+", "2026-03-01x"}) {
    EXPECT_EQ(utc(text), std::nullopt) << text;
  }
}

TEST(Date, ALongOneIsReadOrRefusedLikeAShortOne) {
  EXPECT_EQ(utc("2026-03-01T10:00:00." + std::string(100'000, '1') + "Z"), "2026-03-01T10:00:00Z");
  EXPECT_EQ(utc(std::string(100'000, '1')), std::nullopt);
  EXPECT_EQ(utc_from(std::string(100'000, '1')), std::nullopt);
}

TEST(Date, SinceMayBeABeginning) {
  EXPECT_EQ(utc_from("2026"), "2026-01-01T00:00:00Z");
  EXPECT_EQ(utc_from("2026-03"), "2026-03-01T00:00:00Z");
  EXPECT_EQ(utc_from("2026-03-14"), "2026-03-14T00:00:00Z");
  EXPECT_EQ(utc_from("last week"), std::nullopt);
  EXPECT_EQ(utc_from("2026-00"), std::nullopt);
}

}  // namespace
}  // namespace unblock::bench::gate
