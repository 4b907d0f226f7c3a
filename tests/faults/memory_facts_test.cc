// As memory_test.cc, for the linter's facts.
#include <gtest/gtest.h>

#include <string>

#include "lint/facts/format.h"
#include "reports/file.h"
#include "tests/faults/starved.h"

namespace unblock::faults {
namespace {

TEST(OutOfMemory, Facts) {
  const std::string text = reports::read_file(UNBLOCK_FACTS);
  EXPECT_GT(failures_of([&] { (void)lint::facts::to_text(lint::facts::from_text(text, "unit.json", "/project"), "/project"); }), 60);
}

}  // namespace
}  // namespace unblock::faults
