#include "watch/snapshot/mappings.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

const char kMaps[] =
    "55d0c0000000-55d0c0001000 r-xp 00000000 fe:00 12 /usr/bin/program\n"
    "55d0c1000000-55d0c1021000 rw-p 00000000 00:00 0  [heap]\n"
    "7ffc00000000-7ffc00021000 rw-p 00000000 00:00 0  [stack]\n"
    "7ffc00100000-7ffc00102000 r-xp 00000000 00:00 0  [vdso]\n";

TEST(Mappings, TellWhereAStackEnds) {
  std::uint64_t begin = 0;
  EXPECT_EQ(end_of_mapping(kMaps, 0x7ffc00000010, begin), 0x7ffc00021000U);
  EXPECT_EQ(begin, 0x7ffc00000000U);
  EXPECT_EQ(end_of_mapping(kMaps, 0x7ffc00021000, begin), 0U);
  EXPECT_EQ(end_of_mapping("", 1, begin), 0U);
}

TEST(Mappings, OfFilesStayWhenTheHeapGrows) {
  EXPECT_EQ(mapped_files(kMaps),
            "55d0c0000000-55d0c0001000 r-xp 00000000 fe:00 12 /usr/bin/program\n7ffc00100000-7ffc00102000 r-xp 00000000 00:00 0  [vdso]\n");
}

}  // namespace
}  // namespace unblock::watch
