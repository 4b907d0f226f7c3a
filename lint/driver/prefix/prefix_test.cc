#include <gtest/gtest.h>
#include <stdlib.h>

#include <filesystem>
#include <fstream>

#include "lint/driver/prefix/groups.h"
#include "lint/driver/prefix/leading_includes.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using Names = std::vector<std::string>;

class LeadingIncludesTest : public ::testing::Test {
 protected:
  LeadingIncludesTest() {
    char name[] = "/tmp/unblock_prefix_XXXXXX";
    folder_ = ::mkdtemp(name);
    rules_ = {{{folder_ + "/own", false}, {folder_ + "/lib", true}}, [](const std::string&) { return false; }};
    write("lib/big.hpp", "");
    write("lib/other.hpp", "");
  }
  ~LeadingIncludesTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const fs::path path = fs::path(folder_) / name;
    fs::create_directories(path.parent_path());
    std::ofstream(path) << text;
    return path.string();
  }

  Names of(const std::string& text) { return leading_includes(write("src/a.cc", text), rules_); }

  std::string folder_;
  IncludeRules rules_;
};

TEST_F(LeadingIncludesTest, AreThoseBeforeAnythingElse) {
  EXPECT_EQ(of("// a\n/* b\n#define X\n*/\n#include <vector>\n\n# include \"big.hpp\" // c\n#include <vector>\nint x;\n#include <map>\n"),
            (Names{"vector", "big.hpp"}));
}

TEST_F(LeadingIncludesTest, EndAtADirective) {
  EXPECT_EQ(of("#include <vector>\n#define BIG_OPTION\n#include <big.hpp>\n"), Names{"vector"});
  EXPECT_EQ(of("#include <vector>\n#if X\n#include <big.hpp>\n#endif\n"), Names{"vector"});
  EXPECT_EQ(of("#include <vector>\n#include NAME\n#include <big.hpp>\n"), Names{"vector"});
  EXPECT_EQ(of("#include <vector>\n#include \"nowhere.h\"\n#include <big.hpp>\n"), Names{"vector"});
}

TEST_F(LeadingIncludesTest, GoIntoHeadersOfTheProject) {
  write("src/guarded.h", "#ifndef G\n#define G\n#include <big.hpp>\nnamespace own { struct A {}; }\n#endif\n");
  write("own/plain.h", "#pragma once\n#include <map>\nint f();\n");
  EXPECT_EQ(of("#include \"guarded.h\"\n#include <plain.h>\n#include <other.hpp>\n"), (Names{"big.hpp", "map", "other.hpp"}));
}

TEST_F(LeadingIncludesTest, EndBehindAHeaderThatMayChangeWhatFollows) {
  for (const char* text : {"#define BIG_OPTION 1\n", "int x;\n#undef NDEBUG\n", "namespace std { struct own; }\n", "using namespace own;\n", "int x;\n#include <map>\n"}) {
    write("src/config.h", text);
    EXPECT_EQ(of("#include <vector>\n#include \"config.h\"\n#include <big.hpp>\n"), Names{"vector"}) << text;
  }
}

TEST_F(LeadingIncludesTest, OfAFileThatIncludesItselfOrIsNotThere) {
  write("src/loop.h", "#pragma once\n#include \"loop.h\"\n#include <big.hpp>\n");
  EXPECT_EQ(of("#include \"loop.h\"\n"), Names{"big.hpp"});
  EXPECT_EQ(leading_includes(folder_ + "/none.cc", rules_), Names{});
}

PrefixCandidate candidate(std::size_t source, Names headers, const std::string& flags = "") { return {source, flags, std::move(headers)}; }

TEST(PrefixGroups, ShareTheHeadersThatAllOfThemHave) {
  const auto groups = choose_groups({candidate(0, {"vector", "asio.hpp"}), candidate(1, {"map", "asio.hpp", "vector"}), candidate(2, {"asio.hpp", "vector"})});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].headers, (Names{"vector", "asio.hpp"}));
  EXPECT_EQ(groups[0].members, (std::vector<std::size_t>{0, 1, 2}));
}

TEST(PrefixGroups, NeedThreeFiles) {
  EXPECT_TRUE(choose_groups({candidate(0, {"asio.hpp"}), candidate(1, {"asio.hpp"}), candidate(2, {})}).empty());
}

TEST(PrefixGroups, NeedTheSameFlags) {
  EXPECT_TRUE(choose_groups({candidate(0, {"asio.hpp"}, "a"), candidate(1, {"asio.hpp"}, "a"), candidate(2, {"asio.hpp"}, "b")}).empty());
}

TEST(PrefixGroups, TakeFilesThatBeginWithMore) {
  const auto groups = choose_groups({candidate(0, {"a.hpp"}), candidate(1, {"a.hpp"}), candidate(2, {"a.hpp"}), candidate(3, {"b.hpp", "a.hpp"})});
  ASSERT_EQ(groups.size(), 1u);
  EXPECT_EQ(groups[0].members, (std::vector<std::size_t>{0, 1, 2, 3}));
}

TEST(PrefixGroups, FallBackToWhatMostOfTheRestShares) {
  const auto groups = choose_groups({candidate(0, {"a.hpp", "x.hpp"}), candidate(1, {"b.hpp", "x.hpp"}), candidate(2, {"x.hpp", "c.hpp"}),
                                     candidate(3, {"vector", "d.hpp"}), candidate(4, {"vector"}), candidate(5, {"vector", "map"})});
  ASSERT_EQ(groups.size(), 2u);
  EXPECT_EQ(groups[0].headers, Names{"x.hpp"});
  EXPECT_EQ(groups[1].headers, Names{"vector"});
  EXPECT_EQ(groups[1].members, (std::vector<std::size_t>{3, 4, 5}));
}

}  // namespace
}  // namespace unblock::lint
