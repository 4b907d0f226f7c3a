// Files are read whole and written whole or not at all.
#include "reports/file.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <functional>

#include "reports/model/error.h"

namespace unblock::reports {
namespace {

class File : public testing::Test {
 protected:
  File() {
    std::string name = (std::filesystem::temp_directory_path() / "unblock-file-XXXXXX").string();
    folder_ = ::mkdtemp(name.data());
  }
  ~File() override { std::filesystem::remove_all(folder_); }

  std::string path(const std::string& name) const { return folder_ + "/" + name; }

  std::string folder_;
};

std::string sentence_of(const std::function<void()>& action) {
  try {
    action();
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

TEST_F(File, WritesReadsAndReplaces) {
  write_file(path("a"), "first");
  write_file(path("a"), std::string("second\0!", 8));
  EXPECT_EQ(read_file(path("a")), std::string("second\0!", 8));
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(folder_), {}), 1);
}

TEST_F(File, AStreamIsContinuedAndItsFileKept) {
  const int fd = ::open(path("log").c_str(), O_RDWR | O_CREAT, 0600);
  ASSERT_EQ(::write(fd, "before ", 7), 7);
  const std::string name = "/dev/fd/" + std::to_string(fd);
  write_file(name, "between ");
  ASSERT_EQ(::write(fd, "after", 5), 5);
  EXPECT_EQ(read_file(path("log")), "before between after");

  // A log that was moved away or removed: nothing may appear in its place, nor in /dev.
  std::filesystem::remove(path("log"));
  write_file(name, "unseen");
  EXPECT_TRUE(std::filesystem::is_empty(folder_));
  ::close(fd);
}

TEST_F(File, SaysWhyItCannotRead) {
  EXPECT_EQ(sentence_of([&] { read_file(path("none")); }),
            "cannot read '" + path("none") + "': No such file or directory");
  EXPECT_EQ(sentence_of([&] { read_file(folder_); }), "cannot read '" + folder_ + "': it is a folder");
  write_file(path("large"), std::string(3 << 20, 'x'));
  EXPECT_EQ(sentence_of([&] { read_file(path("large"), 2 << 20); }),
            "cannot read '" + path("large") + "': it is larger than 2 MiB");
}

TEST_F(File, NeitherWaitsForNorReadsWithoutEnd) {
  ASSERT_EQ(::mkfifo(path("pipe").c_str(), 0600), 0);
  EXPECT_EQ(sentence_of([&] { read_file(path("pipe")); }), "cannot read '" + path("pipe") + "': it is a named pipe, not a file");
  EXPECT_EQ(sentence_of([&] { read_file("/dev/zero"); }), "cannot read '/dev/zero': it is a device");
  std::filesystem::create_symlink("loop", path("loop"));
  EXPECT_EQ(sentence_of([&] { read_file(path("loop")); }), "cannot read '" + path("loop") + "': Too many levels of symbolic links");
  const std::string name(300, 'x');
  EXPECT_EQ(sentence_of([&] { read_file(path(name)); }), "cannot read '" + path(name) + "': File name too long");
}

TEST_F(File, APipeOfTheShellIsReadToItsEnd) {
  int ends[2];
  ASSERT_EQ(::pipe(ends), 0);
  ASSERT_EQ(::write(ends[1], "words", 5), 5);
  ::close(ends[1]);
  EXPECT_EQ(read_file("/dev/fd/" + std::to_string(ends[0])), "words");
  ::close(ends[0]);
}

TEST_F(File, SaysWhyItCannotWriteAndKeepsTheOldFile) {
  EXPECT_EQ(sentence_of([&] { write_file(path("no/a"), "x"); }),
            "cannot write '" + path("no/a") + "': No such file or directory");
  EXPECT_EQ(sentence_of([&] { write_file(folder_, "x"); }), "cannot write '" + folder_ + "': Is a directory");
  EXPECT_EQ(sentence_of([&] { write_file("/dev/full", "x"); }),
            "cannot write '/dev/full': No space left on device");
}

TEST_F(File, ALinkStaysALinkAndTheModeStays) {
  write_file(path("real"), "old");
  ::chmod(path("real").c_str(), 0640);
  std::filesystem::create_symlink("real", path("link"));
  write_file(path("link"), "new");
  EXPECT_TRUE(std::filesystem::is_symlink(path("link")));
  EXPECT_EQ(read_file(path("real")), "new");
  struct stat status{};
  ASSERT_EQ(::stat(path("real").c_str(), &status), 0);
  EXPECT_EQ(status.st_mode & 0777, 0640u);
}

}  // namespace
}  // namespace unblock::reports
