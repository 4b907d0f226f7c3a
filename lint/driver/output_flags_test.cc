#include "lint/driver/output_flags.h"

#include <gtest/gtest.h>

namespace unblock::lint {
namespace {

using Arguments = std::vector<std::string>;

Arguments kept(Arguments arguments) {
  arguments.insert(arguments.begin(), "clang++");
  Arguments rest = without_output_flags(arguments);
  EXPECT_EQ(rest.front(), "clang++");
  rest.erase(rest.begin());
  return rest;
}

TEST(OutputFlags, OfDependenciesGoWithTheirValues) {
  EXPECT_EQ(kept({"-MD", "-MF", "a.d", "-MT", "a.o", "-MQ", "a.o", "-MFb.d", "-MP", "-c", "a.cc"}), (Arguments{"-c", "a.cc"}));
  EXPECT_EQ(kept({"--write-dependencies", "-MMD", "a.cc"}), Arguments{"a.cc"});
}

TEST(OutputFlags, HiddenInOtherFlagsGoTooAndTheRestStays) {
  EXPECT_EQ(kept({"-Wp,-MD,.a.o.d", "a.cc"}), Arguments{"a.cc"});
  EXPECT_EQ(kept({"-Wp,-MMD,.a.o.d,-D_FORTIFY_SOURCE=2"}), Arguments{"-Wp,-D_FORTIFY_SOURCE=2"});
  EXPECT_EQ(kept({"-Xclang", "-dependency-file", "-Xclang", "a.d", "-Xclang", "-fno-pch-timestamp"}), (Arguments{"-Xclang", "-fno-pch-timestamp"}));
  EXPECT_EQ(kept({"-Xpreprocessor", "-MD", "-Xpreprocessor", "a.d", "-DX"}), Arguments{"-DX"});
  EXPECT_EQ(kept({"-Xclang", "-stats-file=s.json", "-Xclang=-stats-file=s.json", "-DX"}), Arguments{"-DX"});
}

TEST(OutputFlags, OfDiagnosticsStatisticsAndCachesGo) {
  EXPECT_EQ(kept({"--serialize-diagnostics", "a.dia", "-serialize-diagnostics", "b.dia", "-save-stats", "--save-stats=obj", "-ftime-trace=t.json", "-save-temps",
                  "-fmodules", "-fmodules-cache-path=/tmp/m", "-fmodule-output=a.pcm", "-MJ", "a.json", "-gen-cdb-fragment-path", "cdb", "-fproc-stat-report=p",
                  "-fsave-optimization-record", "-index-store-path", "idx", "a.cc"}),
            Arguments{"a.cc"});
}

TEST(OutputFlags, WhatLoadsCodeGoes) {
  EXPECT_EQ(kept({"-fplugin=x.so", "-fplugin-arg-x-y", "-Xclang", "-load", "-Xclang", "x.so", "-Xclang", "-add-plugin", "-Xclang", "x", "a.cc"}), Arguments{"a.cc"});
}

TEST(OutputFlags, WhatOnlyReadsStays) {
  EXPECT_EQ(kept({"-Iinc", "-include", "a.h", "-std=c++20", "-DM=1", "-mavx", "-fmodule-file=a=a.pcm", "-march=x"}),
            (Arguments{"-Iinc", "-include", "a.h", "-std=c++20", "-DM=1", "-mavx", "-fmodule-file=a=a.pcm", "-march=x"}));
}

}  // namespace
}  // namespace unblock::lint
