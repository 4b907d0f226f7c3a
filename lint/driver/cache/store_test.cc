#include "lint/driver/cache/store.h"

#include <gtest/gtest.h>
#include <stdlib.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>

#include "lint/driver/cache/hash.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

class StoreTest : public ::testing::Test {
 protected:
  StoreTest() {
    char name[] = "/tmp/unblock_store_XXXXXX";
    folder_ = ::mkdtemp(name);
  }
  ~StoreTest() override { fs::remove_all(folder_); }

  std::string write(const std::string& name, const std::string& text) {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    return path;
  }

  static Dependency on_file(const std::string& path) {
    PathState state = state_of(path.c_str());
    state.content = *content_hash(path.c_str());
    return {path, state};
  }

  std::optional<std::string> find(const Store& store, const std::string& key) {
    Disk disk;  // a run of its own
    return store.find(key, disk);
  }

  std::string only_entry() const {
    for (const auto& each : fs::recursive_directory_iterator(folder_ + "/store")) {
      if (each.is_regular_file()) return each.path().string();
    }
    return "";
  }

  const std::string key_ = KeyMaker().add("key").key();
  std::string folder_;
};

TEST_F(StoreTest, GivesBackWhatItKeptWhileNothingChanges) {
  const Store store(folder_ + "/store");
  const std::string file = write("a.h", "int a;");
  EXPECT_EQ(find(store, key_), std::nullopt);
  EXPECT_EQ(store.keep(key_, {on_file(file), {folder_ + "/none.h", {}}}, "result"), "");
  EXPECT_EQ(find(store, key_), "result");
}

TEST_F(StoreTest, ForgetsWhenAFileChangesAppearsOrGoes) {
  const Store store(folder_ + "/store");
  const std::string file = write("a.h", "int a;"), none = folder_ + "/none.h";
  store.keep(key_, {on_file(file), {none, {}}}, "result");
  write("a.h", "int b;");
  EXPECT_EQ(find(store, key_), std::nullopt);
  write("a.h", "int a;");  // only the time differs
  EXPECT_EQ(find(store, key_), "result");
  write("none.h", "");
  EXPECT_EQ(find(store, key_), std::nullopt);
  fs::remove(none);
  EXPECT_EQ(find(store, key_), "result");
  fs::remove(file);
  EXPECT_EQ(find(store, key_), std::nullopt);
}

TEST_F(StoreTest, AFileOfTheSameSizeAndAnUntrustedTimeIsReadAgain) {
  const Store store(folder_ + "/store");
  const std::string file = write("a.h", "int a;");
  Dependency dependency = on_file(file);
  dependency.state.changed_ns = kNeverTrust;
  store.keep(key_, {dependency}, "result");
  EXPECT_EQ(find(store, key_), "result");
  dependency.state.content ^= 1;
  store.keep(key_, {dependency}, "result");
  EXPECT_EQ(find(store, key_), std::nullopt);
}

TEST_F(StoreTest, EveryDamagedByteAndEveryCutIsSeen) {
  const Store store(folder_ + "/store");
  store.keep(key_, {on_file(write("a.h", "int a;"))}, "result");
  const std::string entry = only_entry();
  std::ifstream stream(entry, std::ios::binary);
  const std::string whole{std::istreambuf_iterator<char>(stream), {}};
  for (std::size_t i = 0; i < whole.size(); ++i) {
    std::string damaged = whole;
    damaged[i] = static_cast<char>(damaged[i] ^ 0x20);
    std::ofstream(entry, std::ios::binary) << damaged;
    EXPECT_EQ(find(store, key_), std::nullopt) << i;
    std::ofstream(entry, std::ios::binary) << whole.substr(0, i);
    EXPECT_EQ(find(store, key_), std::nullopt) << i;
  }
}

TEST_F(StoreTest, ShrinksByTheLongestUnused) {
  const Store store(folder_ + "/store");
  const std::string other = KeyMaker().add("other").key();
  store.keep(key_, {}, std::string(1000, 'x'));
  fs::last_write_time(only_entry(), fs::file_time_type::clock::now() - std::chrono::hours(2));
  store.keep(other, {}, std::string(1000, 'y'));
  store.shrink(10'000);
  EXPECT_TRUE(find(store, key_));
  store.shrink(1500);
  EXPECT_FALSE(find(store, key_));
  EXPECT_TRUE(find(store, other));
}

TEST_F(StoreTest, WhatIsNoFileHasNoContent) {
  const std::string pipe = folder_ + "/pipe";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  for (const std::string& path : {pipe, folder_, std::string("/dev/zero")}) EXPECT_EQ(content_hash(path.c_str()), std::nullopt) << path;
}

TEST_F(StoreTest, SaysWhyItCannotKeep) {
  write("store", "a file, no folder");
  EXPECT_NE(Store(folder_ + "/store").keep(key_, {}, "result"), "");
  EXPECT_EQ(Store("").keep(key_, {}, "result"), "");
}

}  // namespace
}  // namespace unblock::lint
