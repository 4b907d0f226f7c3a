#include "lint/driver/tidy_file.h"

#include <gtest/gtest.h>

#include <random>

namespace unblock::lint {
namespace {

constexpr char kWhole[] =
    "Checks: '-*,async-*'\nWarningsAsErrors: 'async-blocking-call'\nHeaderFilterRegex: '.*src/.*'\nUnknownKey: [a, {b: c}]\n"
    "CheckOptions:\n  - key: async-blocking-call.Allow\n    value: 'a;b'\n  async-x.Other: '1'\nExtraArgs: ['-DX', \"-DY=\\\"q\\\"\"]\nInheritParentConfig: true\n";

TidyFile read(const std::string& text) { return read_tidy_file(llvm::MemoryBufferRef(text, ".clang-tidy")); }

TEST(TidyFile, LeavesOutWhatItDoesNotKnow) {
  const TidyFile file = read("Checks: '*'\nFromTheFuture:\n  - a\nUser: me\n");
  ASSERT_TRUE(file.options);
  EXPECT_EQ(file.ignored.size(), 1U);
  EXPECT_EQ(file.options->User, std::string("me"));
}

TEST(TidyFile, WithoutEndIsASentence) {
  EXPECT_NE(read(std::string(100'000, '[')).complaint.find("nested too deep"), std::string::npos);
  EXPECT_NE(read(std::string(3'000, '-') + " a").complaint, "");
  std::string steps, dashes;
  for (int i = 0; i < 5'000; ++i) steps += std::string(static_cast<std::size_t>(i), ' ') + "a:\n";
  for (int i = 0; i < 5'000; ++i) dashes += "- ";
  EXPECT_NE(read(steps).complaint, "");
  EXPECT_NE(read(dashes).complaint.find("nested too deep"), std::string::npos);
  EXPECT_NE(read("Checks: '" + std::string(2 << 20, 'x') + "'").complaint.find("larger than"), std::string::npos);
}

TEST(TidyFile, AnyMutantIsReadOrRefusedInOneSentence) {
  std::mt19937 random(1);
  constexpr char kBytes[] =
      "[]{}:,-?&*#|>@`\"'%!\n\t \\\0\xff\xc3"
      "abc0";
  for (int run = 0; run < 3'000; ++run) {
    std::string text = kWhole;
    for (unsigned i = 0; i < 1 + random() % 6; ++i) {
      const std::size_t at = random() % text.size();
      const char byte = kBytes[random() % (sizeof kBytes - 1)];
      switch (random() % 4) {
        case 0: text[at] = byte; break;
        case 1: text.insert(at, 1 + random() % 3, byte); break;
        case 2: text.erase(at, 1 + random() % 9); break;
        default: text.insert(at, text.substr(random() % text.size(), random() % 60)); break;
      }
      if (text.empty()) text = "a";
    }
    const TidyFile file = read(text);
    EXPECT_NE(file.options.has_value(), !file.complaint.empty()) << text;
  }
}

}  // namespace
}  // namespace unblock::lint
