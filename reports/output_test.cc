#include "reports/output.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <vector>

#include "reports/descriptor.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::reports {
namespace {

class Output : public testing::Test {
 protected:
  Output() {
    std::string name = (std::filesystem::temp_directory_path() / "unblock-output-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~Output() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }
  static std::string refusal(const std::vector<std::string>& outputs, const std::vector<std::string>& inputs = {}) {
    try {
      require_outputs(outputs, inputs);
    } catch (const InputError& error) {
      return error.what();
    }
    return "";
  }
  std::string sentence(const std::string& output, const std::string& why) const { return "cannot write '" + path(output) + "': " + why; }

  std::string folder_;
};

TEST_F(Output, StandardOutputHasManyNames) {
  for (const char* name : {"-", "/dev/stdout", "/dev/fd/1", "/proc/self/fd/1"}) EXPECT_TRUE(is_standard_output(name)) << name;
  for (const char* name : {"", "./-", "/dev/stderr", "/dev/fd/11", "stdout"}) EXPECT_FALSE(is_standard_output(name)) << name;
}

TEST_F(Output, OnlyAFileIsReplaced) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_TRUE(is_replaced(path("a")));
  write_file(path("a"), "old");
  EXPECT_TRUE(is_replaced(path("a")));
  for (const std::string& name : {path("pipe"), std::string("-"), std::string("/dev/null"), std::string("/dev/fd/9")}) EXPECT_FALSE(is_replaced(name)) << name;
}

TEST_F(Output, AnInputIsNoOutput) {
  write_file(path("a"), "first");
  std::filesystem::create_symlink(path("a"), path("link"));
  const std::vector<std::string> inputs = {path("missing"), path("a")};
  EXPECT_EQ(refusal({path("link")}, inputs), sentence("link", "it is one of the inputs"));
  EXPECT_EQ(refusal({""}, inputs), "the name of an output is empty");
  EXPECT_EQ(refusal({path("b")}, inputs), "");
}

TEST_F(Output, TwoInOnePlace) {
  EXPECT_EQ(refusal({path("a"), folder_ + "/./a"}), "cannot write '" + folder_ + "/./a': another output goes there too");
  write_file(path("a"), "old");
  std::filesystem::create_hard_link(path("a"), path("b"));
  EXPECT_EQ(refusal({path("a"), path("b")}), sentence("b", "another output goes there too"));
  EXPECT_EQ(refusal({path("a"), path("c"), "-", "/dev/null", "/dev/null"}), "");
}

TEST_F(Output, WhatCannotBeWrittenIsKnownBefore) {
  ::mkdir(path("folder").c_str(), 0700);
  std::filesystem::create_symlink("loop", path("loop"));
  EXPECT_EQ(refusal({path("folder")}), sentence("folder", "it is a folder"));
  EXPECT_EQ(refusal({path("no/a")}), sentence("no/a", "the folder '" + path("no") + "' does not exist"));
  EXPECT_EQ(refusal({path("loop")}), sentence("loop", "Too many levels of symbolic links"));
  EXPECT_EQ(refusal({"/proc/a"}).substr(0, 53), "cannot write '/proc/a': the folder '/proc' is not wri");
  EXPECT_EQ(refusal({"/dev/fd/99"}), "cannot write '/dev/fd/99': Bad file descriptor");
  const Descriptor reading(::open("/dev/null", O_RDONLY));
  const std::string name = "/dev/fd/" + std::to_string(reading.get());
  EXPECT_EQ(refusal({name}), "cannot write '" + name + "': it is not open for writing");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 2);  // and nothing is left of the asking
}

}  // namespace
}  // namespace unblock::reports
