// Names that a user mistyped.
#include "bench/run/catalogue.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::bench {
namespace {

TEST(Names, TheNearestIsSuggested) {
  EXPECT_EQ(nearest("ehco", {"echo", "gather", "sleep"}), "echo");
  EXPECT_EQ(nearest("zzzzzz", {"echo", "gather", "sleep"}), "");
  try {
    require_known("runtime", {"asoi"}, {"asio", "libuv"});
    FAIL();
  } catch (const reports::InputError& error) {
    EXPECT_STREQ(error.what(), "there is no runtime 'asoi'; did you mean 'asio'?");
  }
}

}  // namespace
}  // namespace unblock::bench
