// What is made to do harm, or is not JSON at all, becomes one sentence.
#include "reports/json/parse.h"

#include <gtest/gtest.h>

#include "reports/json/guard.h"
#include "reports/model/error.h"

namespace unblock::reports::json {
namespace {

std::string sentence(std::string_view text) {
  try {
    parse(text, "a.json");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

TEST(Json, BracketsMayNotBeNestedWithoutEnd) {
  EXPECT_EQ(sentence(nested(kDeepest)), "no error");
  EXPECT_EQ(sentence("\n" + nested(kDeepest + 1)), "cannot read 'a.json': brackets are nested more than 200 deep at line 2");
  EXPECT_NE(sentence(nested(1'000'000)), "no error");
  EXPECT_NE(sentence(R"({"a":)" + std::string(1'000'000, '[')), "no error");
}

TEST(Json, BracketsInStringsAreText) {
  EXPECT_EQ(parse("[\"\\\"" + std::string(1000, '[') + "\"]", "a.json")[0], "\"" + std::string(1000, '['));
}

TEST(Json, WiderEncodingsAreNamed) {
  using namespace std::string_literals;
  for (const std::string& text : {"\xFF\xFE{\0}\0"s, "\xFE\xFF\0{\0}"s, "{\0}\0"s, "\0{\0}"s, "{\0\0\0}\0\0\0"s}) {
    EXPECT_EQ(sentence(text), "cannot read 'a.json': it is encoded as UTF-16 or UTF-32: store it as UTF-8") << text.size();
  }
  EXPECT_EQ(sentence("\xEF\xBB\xBF{\"a\": NaN}"), "no error");
}

TEST(Json, TextBeforeItIsNamed) {
  EXPECT_EQ(sentence("Running main() from main.cc\n{}"), "cannot read 'a.json': not JSON at line 1: there is other text before it");
  EXPECT_EQ(sentence("2026-01-01 start\n{}"), "cannot read 'a.json': not JSON at line 1: there is other text before it");
  EXPECT_EQ(sentence("hello"), "cannot read 'a.json': not JSON at line 1");
  EXPECT_EQ(sentence("{\n3}"), "cannot read 'a.json': not JSON at line 2");
}

TEST(Json, WhatTheCallerWordsHimself) {
  EXPECT_EQ(try_parse("[1]"), nlohmann::json::parse("[1]"));
  EXPECT_EQ(try_parse(nested(1000)), std::nullopt);
  EXPECT_EQ(try_parse("[1"), std::nullopt);
}

}  // namespace
}  // namespace unblock::reports::json
