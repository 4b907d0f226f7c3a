// Names that a user mistyped.
#include "bench/run/catalogue.h"

#include <gtest/gtest.h>

#include "reports/model/error.h"

namespace unblock::bench {
namespace {

TEST(Names, TheNearestIsSuggested) {
  try {
    require_known("runtime", {"asoi"}, {"asio", "libuv"});
    FAIL();
  } catch (const reports::InputError& error) {
    EXPECT_STREQ(error.what(), "there is no runtime 'asoi'; did you mean 'asio'?");
  }
}

}  // namespace
}  // namespace unblock::bench
