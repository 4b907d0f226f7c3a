// Summaries as data: written, read back and merged without loss.
#include "lint/model/summary.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::lint {
namespace {

FunctionSummary load() {
  return {"c:@F@load", "load", false, "", {{"network", "getaddrinfo", "async_resolve", false, true, {{"getaddrinfo", "load.cc", 7}}}},
          {{0, true, ""}}, {"c:@F@parse"}};
}

TEST(Summaries, SurviveTheDisk) {
  const Summaries written = {{"c:@F@load", load()}};
  EXPECT_EQ(summaries_from_text(summaries_to_text(written), "a.json"), written);
}

TEST(Summaries, MergeKeepsEverythingOnce) {
  Summaries all = {{"c:@F@load", load()}};
  FunctionSummary other = load();
  other.context = "async_read_some";
  other.parameters = {{0, false, "loop"}, {1, true, ""}};
  other.calls.push_back("c:@F@log");
  merge_summaries(all, {{"c:@F@load", other}, {"c:@F@save", {.id = "c:@F@save", .name = "save", .coroutine = true, .context = {},
                                                               .blocks = {}, .parameters = {}, .calls = {}}}});
  ASSERT_EQ(all.size(), 2u);
  const FunctionSummary& merged = all.at("c:@F@load");
  EXPECT_EQ(merged.blocks.size(), 1u);
  EXPECT_EQ(merged.context, "async_read_some");
  EXPECT_EQ(merged.calls, (std::vector<std::string>{"c:@F@parse", "c:@F@log"}));
  EXPECT_EQ(merged.parameters, (std::vector<ParameterSummary>{{0, true, "loop"}, {1, true, ""}}));
}

TEST(Summaries, BrokenTextIsNamed) {
  EXPECT_THROW(summaries_from_text("{}", "a.json"), reports::InputError);
  EXPECT_THROW(summaries_from_text("{\"format\": 9, \"functions\": []}", "a.json"), reports::InputError);
}

}  // namespace
}  // namespace unblock::lint
