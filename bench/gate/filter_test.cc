#include "bench/gate/filter.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::bench::gate {
namespace {

using Names = std::vector<std::string>;

TEST(Filter, ChoosesWhatMatchesOrTheOthers) {
  EXPECT_EQ(chosen({"BM_Copy/8", "BM_Sort"}, "Copy/.$"), Names{"BM_Copy/8"});
  EXPECT_EQ(chosen({"BM_Copy/8", "BM_Sort"}, "-Copy"), Names{"BM_Sort"});
  EXPECT_EQ(chosen({"a", "b"}, "all"), (Names{"a", "b"}));
  EXPECT_THROW(chosen({"a"}, "("), reports::InputError);
}

TEST(Filter, ALongNameIsMatchedLikeAShortOne) {
  const std::string name(1'000'000, 'x');
  EXPECT_EQ(chosen({name}, "(x|y)*z?$"), Names{name});
  EXPECT_EQ(chosen({name}, "^(x*)*y"), Names{});
}

}  // namespace
}  // namespace unblock::bench::gate
