// An answer is found again as long as everything that it depends on is the same.
#include "bench/run/kept_answer.h"

#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

namespace unblock::bench {
namespace {

namespace fs = std::filesystem;

constexpr const char* kAnswer = "{\"runtime\": \"x\"}\n\n{\"more\": 1}\n";

class KeptAnswers : public testing::Test {
 protected:
  KeptAnswers() {
    std::string name = (fs::temp_directory_path() / "kept-answers-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
    ::setenv("XDG_CACHE_HOME", (folder_ / "cache").c_str(), 1);
    put("unblock-worker-x", "compiled");
  }
  ~KeptAnswers() override {
    ::unsetenv("XDG_CACHE_HOME");
    fs::remove_all(folder_);
  }
  std::string put(const std::string& name, const std::string& content) const {
    const fs::path file = folder_ / name;
    std::ofstream(file) << content;
    fs::permissions(file, fs::perms::owner_all);
    return file.string();
  }
  std::string worker() const { return (folder_ / "unblock-worker-x").string(); }
  std::optional<std::string> kept() const { return KeptAnswer(worker()).read(); }

  fs::path folder_;
};

TEST_F(KeptAnswers, OfACompiledWorkerOneIsFoundUntilItIsBuiltAgain) {
  EXPECT_EQ(kept(), std::nullopt);
  KeptAnswer(worker()).write(kAnswer, needs_of(worker()).value());
  EXPECT_EQ(kept(), kAnswer);
  put("unblock-worker-x", "compiled again");
  EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(KeptAnswers, AScriptSaysWhatItDependsOn) {
  const std::string other = (folder_ / "interpreter").string();
  put("unblock-worker-x", "#!/bin/sh\nprintf '%s\\n' '" + other + "' '$UNBLOCK_TEST_PATH'\n");
  ::unsetenv("UNBLOCK_TEST_PATH");
  const auto needs = needs_of(worker());
  ASSERT_EQ(needs, (std::vector<std::string>{worker(), other, "$UNBLOCK_TEST_PATH"}));
  KeptAnswer(worker()).write(kAnswer, *needs);
  EXPECT_EQ(kept(), kAnswer);
  ::setenv("UNBLOCK_TEST_PATH", "/elsewhere", 1);
  EXPECT_EQ(kept(), std::nullopt);
  ::unsetenv("UNBLOCK_TEST_PATH");
  EXPECT_EQ(kept(), kAnswer);
  put("interpreter", "is installed now");
  EXPECT_EQ(kept(), std::nullopt);
}

TEST_F(KeptAnswers, AScriptThatDoesNotKnowTheQuestionIsAskedEachTime) {
  put("unblock-worker-x", "#!/bin/sh\nexit 2\n");
  EXPECT_EQ(needs_of(worker()), std::nullopt);
  put("unblock-worker-x", "#!/bin/sh\necho '{}'\n");
  EXPECT_EQ(needs_of(worker()), std::nullopt);
}

TEST_F(KeptAnswers, WhereNothingCanBeKeptNothingIsSaid) {
  ::setenv("XDG_CACHE_HOME", worker().c_str(), 1);
  KeptAnswer(worker()).write(kAnswer, {worker()});
  EXPECT_EQ(kept(), std::nullopt);
}

}  // namespace
}  // namespace unblock::bench
