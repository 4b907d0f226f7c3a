// Local files in coroutines: streams, C stdio, POSIX, std::filesystem, and sqlite, which is a file too.
#include "awaiters.h"
#include "c_clients.h"
#include "lazy_task.h"

#include <cstdio>
#include <fcntl.h>
#include <filesystem>
#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <sys/stat.h>
#include <thread>
#include <unistd.h>

// bad: ofstream
namespace ofstream_bad {
Lazy<void> log(std::string line) {
  std::ofstream file("app.log", std::ios::app);  // expect: async-blocking-file-io
  co_await sleep_ms(1);
  file << line;
}
}  // namespace ofstream_bad
// good: ofstream
namespace ofstream_good {
Lazy<std::string> log(std::string line) {
  std::ostringstream text;
  text << line << '\n';
  co_return text.str();
}
}  // namespace ofstream_good

// bad: config_reader
namespace config_reader_bad {
std::string load_config() {
  std::ifstream file("config.ini");
  std::string text;
  std::getline(file, text);
  return text;
}
std::string setting() { return load_config().substr(3); }
Lazy<std::string> handle() {
  co_return setting();  // expect: async-blocking-file-io
}
}  // namespace config_reader_bad
// good: config_reader
namespace config_reader_good {
std::string load_config() {
  std::ifstream file("config.ini");
  std::string text;
  std::getline(file, text);
  return text;
}
Lazy<std::string> handle(std::string loaded) { co_return loaded; }
Lazy<std::string> start_from_main() { return handle(load_config()); }
}  // namespace config_reader_good

// bad: stdio
namespace stdio_bad {
Lazy<int> read_header() {
  FILE* file = fopen("data.bin", "rb");  // expect: async-blocking-file-io
  co_return file != nullptr;
}
}  // namespace stdio_bad
// good: stdio
namespace stdio_good {
Lazy<int> format_header(char* out) { co_return snprintf(out, 16, "%d", 42); }
}  // namespace stdio_good

// bad: posix_file
namespace posix_file_bad {
Lazy<bool> exists(const char* path) {
  struct stat info;
  co_return stat(path, &info) == 0;  // expect: async-blocking-file-io
}
}  // namespace posix_file_bad
// good: posix_file
namespace posix_file_good {
Lazy<bool> exists_cached(const struct stat* info) { co_return S_ISREG(info->st_mode); }
}  // namespace posix_file_good

// bad: filesystem
namespace filesystem_bad {
Lazy<bool> present(std::filesystem::path path) {
  co_return std::filesystem::exists(path);  // expect: async-blocking-file-io
}
}  // namespace filesystem_bad
// good: filesystem
namespace filesystem_good {
Lazy<std::string> normal(std::filesystem::path path) { co_return path.lexically_normal().string(); }
}  // namespace filesystem_good

// bad: sync_to_disk
namespace sync_to_disk_bad {
Lazy<void> commit(int fd) {
  fsync(fd);  // expect: async-blocking-file-io
  co_return;
}
}  // namespace sync_to_disk_bad
// good: sync_to_disk
namespace sync_to_disk_good {
Lazy<void> commit(int fd) {
  std::thread([fd] { fsync(fd); }).detach();
  co_return;
}
}  // namespace sync_to_disk_good

// bad: sqlite
namespace sqlite_bad {
Lazy<int> next_row(sqlite3_stmt* statement) {
  co_return sqlite3_step(statement);  // expect: async-blocking-file-io
}
}  // namespace sqlite_bad
// good: sqlite
namespace sqlite_good {
Lazy<int> bind_row(sqlite3_stmt* statement) { co_return sqlite3_bind_int(statement, 1, 2); }
}  // namespace sqlite_good
