// The programs of tests/lint/programs, through facts, their text and the link: what is marked in them and in bad.cc must be found and
// nothing else, and with good.cc in its place nothing at all.
#include <clang/Frontend/ASTUnit.h>
#include <clang/Tooling/Tooling.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>
#include <string>
#include <tuple>

#include "lint/checks/analysis.h"
#include "lint/checks/list.h"
#include "lint/facts/format.h"
#include "lint/libraries/load_models.h"
#include "lint/link/judge.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;
using Places = std::set<std::tuple<std::string, unsigned, std::string>>;  ///< file, line, check

const fs::path kPrograms = UNBLOCK_PROGRAMS;

std::string text_of(const fs::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), {}};
}

std::vector<fs::path> files_of(const fs::path& program, const std::string& without) {
  std::vector<fs::path> files;
  for (const auto& entry : fs::directory_iterator(program)) {
    if (entry.path().stem() != without) files.push_back(entry.path());
  }
  return files;
}

/// The others are found in one file, and link only takes some of them back: tests/lint/programs_test.py looks at those.
bool judged_by_link(const std::string& check) {
  const auto& all = all_checks();
  return std::any_of(all.begin(), all.end(), [&](const CheckEntry& entry) { return entry.wanted && check == entry.id; });
}

Places expected(const std::vector<fs::path>& files) {
  Places places;
  for (const fs::path& file : files) {
    std::ifstream stream(file);
    std::string line;
    const std::string mark = "// expect: ";
    for (unsigned number = 1; std::getline(stream, line); ++number) {
      const std::size_t at = line.find(mark);
      const std::string check = at == std::string::npos ? "" : line.substr(at + mark.size());
      if (judged_by_link(check)) places.emplace(file.filename().string(), number, check);
    }
  }
  return places;
}

/// Through text and back, as facts travel.
facts::Unit facts_of(const fs::path& file, const std::shared_ptr<const ModelSet>& models) {
  const bool c = file.extension() == ".c";
  std::vector<std::string> flags = {"-w", "-I" + file.parent_path().string(), "-isystem", (kPrograms / "include").string()};
  if (!c) flags.push_back("-std=c++20");
  const auto ast = clang::tooling::buildASTFromCodeWithArgs(text_of(file), flags, file.string(), c ? "clang" : "clang++");
  EXPECT_NE(ast, nullptr);
  EXPECT_FALSE(ast->getDiagnostics().hasErrorOccurred()) << file;
  facts::Unit unit = analyse_unit(ast->getASTContext(), models)->extraction.facts;
  for (const CheckEntry& entry : all_checks()) {
    if (entry.wanted) unit.checks.push_back({entry.id, false, {"wait", "network"}});
  }
  for (const auto& each : fs::directory_iterator(file.parent_path())) unit.reported_files.push_back(each.path().string());
  unit.own_files = unit.reported_files;
  const std::string root = kPrograms.string();
  facts::Unit read = facts::from_text(facts::to_text({{}, unit}, root), file.string(), root).unit;
  EXPECT_EQ(read, unit) << file;
  return read;
}

Places found(const std::vector<fs::path>& files, const std::shared_ptr<const ModelSet>& models) {
  std::vector<facts::Unit> units;
  for (const fs::path& file : files) {
    if (file.extension() != ".h") units.push_back(facts_of(file, models));
  }
  std::vector<const facts::Unit*> all;
  for (const facts::Unit& unit : units) all.push_back(&unit);
  std::vector<Rule> rules;
  for (const CheckEntry& entry : all_checks()) {
    if (entry.wanted) rules.push_back({entry.id, entry.wanted});
  }
  const auto program = link(std::move(all));
  Places places;
  Suppressions suppressions(*program);
  for (const Judged& judged : judge(*program, rules, suppressions)) {
    const facts::Place& at = place_of(*program, judged.finding);
    places.emplace(fs::path(at.file).filename().string(), at.line, judged.check);
  }
  return places;
}

TEST(Programs, AreJudgedOverAllTheirFiles) {
  const auto models = load_models({(kPrograms / ".unblock.yaml").string()});
  unsigned programs = 0;
  for (const auto& entry : fs::directory_iterator(kPrograms)) {
    if (!entry.is_directory() || entry.path().filename() == "include") continue;
    ++programs;
    SCOPED_TRACE(entry.path().filename().string());
    const auto bad = files_of(entry.path(), "good"), good = files_of(entry.path(), "bad");
    EXPECT_EQ(found(bad, models), expected(bad));
    EXPECT_EQ(found(good, models), Places());
  }
  EXPECT_GE(programs, 40u);
}

}  // namespace
}  // namespace unblock::lint
