#include "watch/stack/names.h"

#include <gtest/gtest.h>

namespace unblock::watch {
namespace {

TEST(Names, OfAPlainFunctionStayAsTheyAre) {
  EXPECT_EQ(readable_name("main"), "main");
  EXPECT_EQ(readable_name("_ZN3app1S3runEi"), "app::S::run(int)");
  EXPECT_EQ(qualified_name("_ZN3app1S3runEi"), "app::S::run");
}

TEST(Names, OfTheStandardLibraryAreTheModels) {
  EXPECT_EQ(qualified_name("_ZNSt5mutex4lockEv"), "std::mutex::lock");
  EXPECT_EQ(qualified_name("_ZNSt11this_thread9sleep_forIlSt5ratioILl1ELl1000EEEEvRKNSt6chrono8durationIT_T0_EE"), "std::this_thread::sleep_for");
  EXPECT_EQ(qualified_name("nanosleep@@GLIBC_2.2.5"), "nanosleep");
}

TEST(Names, OfACoroutineFromGccAreTheCoroutines) {
  const char* actor =
      "_ZN12_GLOBAL__N_15serveEPZNS_5serveENSt7__cxx1112basic_stringIcSt11char_traitsIcESaIcEEEE82_ZN12_GLOBAL__N_15serveENSt7__cxx1112basic_"
      "stringIcSt11char_traitsIcESaIcEEE.Frame.actor";
  EXPECT_EQ(readable_name(actor), "serve(std::string)");
  EXPECT_EQ(qualified_name(actor), "serve");
  EXPECT_EQ(readable_name("_ZN3app1S4tmplEPZNS0_4tmplIdEE1TT_E28_ZN3app1S4tmplIdEE1TT_.Frame.actor"), "app::S::tmpl(double)");
}

TEST(Names, OfACoroutineFromClangAreTheCoroutines) {
  EXPECT_EQ(readable_name("_ZN3app1S3runEi.resume"), "app::S::run(int)");
  EXPECT_EQ(readable_name("_ZN3app1S3runEi.__await_suspend_wrapper__init"), "app::S::run(int)");
}

TEST(Names, OfLambdasSayWhereTheyStand) {
  EXPECT_EQ(readable_name("_ZZ4mainENKUliE_clEi"), "main::lambda #1");
  EXPECT_EQ(readable_name("_ZZ4mainENK3$_1clEi"), "main::lambda #2");
  EXPECT_EQ(readable_name("_ZZ4mainENUliE_clEPZZ4mainENKS_clEiE26_ZZ4mainENKUliE_clEi.Frame.actor"), "main::lambda #1");
}

TEST(Names, LoseCloneEndings) { EXPECT_EQ(readable_name("_ZN3app1S3runEi.constprop.0"), "app::S::run(int)"); }

TEST(Names, ThatAreNoSymbolsAreShownAsTheyAre) {
  EXPECT_EQ(readable_name("_Zbroken"), "_Zbroken");
  EXPECT_EQ(readable_name(""), "");
}

}  // namespace
}  // namespace unblock::watch
