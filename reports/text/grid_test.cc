#include "reports/text/grid.h"

#include <gtest/gtest.h>

namespace unblock::reports::text {
namespace {

Grid sample() {
  Grid grid({{"runtime", true, 0}, {"time", false, 3}, {"nothing"}, {"memory", false, 1}});
  grid.row({"asio", "5.00 µs", "", "12 MB"});
  grid.row({"python_asyncio", "400 µs", "", "41 MB"});
  return grid;
}

TEST(Grid, AlignsAndLeavesOutWhatNobodyFills) {
  EXPECT_EQ(sample().str("", 0), "runtime            time  memory\nasio            5.00 µs   12 MB\npython_asyncio   400 µs   41 MB\n");
}

TEST(Grid, DropsTheLightestColumnsWhereThereIsNoRoom) {
  std::vector<std::string> left_out;
  EXPECT_EQ(sample().str("  ", 28, &left_out), "  runtime            time\n  asio            5.00 µs\n  python_asyncio   400 µs\n");
  EXPECT_EQ(left_out, std::vector<std::string>{"memory"});
  left_out.clear();
  EXPECT_EQ(sample().str("", 5, &left_out), "runtime\nasio\npython_asyncio\n") << "what tells rows apart stays";
  EXPECT_EQ(left_out.size(), 2u);
}

TEST(Grid, CountsCharactersNotBytes) { EXPECT_EQ(width("5 µs"), 4u); }

TEST(Folded, BreaksBetweenWords) { EXPECT_EQ(folded("one two three", 8), "one two\n  three\n"); }

}  // namespace
}  // namespace unblock::reports::text
