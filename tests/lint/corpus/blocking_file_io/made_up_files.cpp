// Files that the kernel makes up in memory, opened by a path that is not written at the call.
#include <cstdio>
#include <fstream>
#include <memory>
#include <sstream>
#include <string>

#include <fcntl.h>
#include <unistd.h>

#include "lazy_task.h"

// bad: read_by_descriptor
namespace read_by_descriptor_bad {
Lazy<void> load(char* bytes) {
  const int file = open("/etc/services", O_RDONLY);  // expect: async-blocking-file-io
  read(file, bytes, 16);  // expect: async-blocking-file-io
  co_return;
}
}  // namespace read_by_descriptor_bad
// good: read_by_descriptor
namespace read_by_descriptor_good {
Lazy<void> load(char* bytes) {
  const int file = open("/proc/stat", O_RDONLY);
  read(file, bytes, 16);
  co_return;
}
}  // namespace read_by_descriptor_good

// bad: stream_of_c
namespace stream_of_c_bad {
Lazy<void> load(char* bytes) {
  std::FILE* file = std::fopen("/etc/services", "r");  // expect: async-blocking-file-io
  std::fgets(bytes, 16, file);  // expect: async-blocking-file-io
  std::fclose(file);  // expect: async-blocking-file-io
  co_return;
}
}  // namespace stream_of_c_bad
// good: stream_of_c
namespace stream_of_c_good {
Lazy<void> load(char* bytes) {
  std::FILE* file = std::fopen("/proc/loadavg", "r");
  std::fgets(bytes, 16, file);
  std::fclose(file);
  co_return;
}
}  // namespace stream_of_c_good

// bad: path_that_is_printed
namespace path_that_is_printed_bad {
Lazy<int> load(int number) {
  char path[64];
  std::snprintf(path, sizeof path, "/var/lib/app/%d", number);
  co_return open(path, O_RDONLY);  // expect: async-blocking-file-io
}
}  // namespace path_that_is_printed_bad
// good: path_that_is_printed
namespace path_that_is_printed_good {
Lazy<int> load(int process) {
  char path[64];
  std::snprintf(path, sizeof path, "/proc/%d/stat", process);
  co_return open(path, O_RDONLY);
}
}  // namespace path_that_is_printed_good

// bad: path_that_is_passed
namespace path_that_is_passed_bad {
long number_in(const char* path) {
  long number = 0;
  std::ifstream in(path);
  in >> number;
  return number;
}
Lazy<long> load() {
  co_return number_in("/etc/limit");  // expect: async-blocking-file-io
}
}  // namespace path_that_is_passed_bad
// good: path_that_is_passed
namespace path_that_is_passed_good {
long number_in(const char* path) {
  long number = 0;
  std::ifstream in(path);
  in >> number;
  return number;
}
Lazy<long> load() {
  co_return number_in("/proc/uptime");
}
}  // namespace path_that_is_passed_good

// bad: path_that_is_joined
namespace path_that_is_joined_bad {
Lazy<void> load(const std::string& device) {
  std::string path = "/etc/devices/" + device;
  std::ifstream in(path);  // expect: async-blocking-file-io
  co_return;
}
}  // namespace path_that_is_joined_bad
// good: path_that_is_joined
namespace path_that_is_joined_good {
Lazy<void> load(const std::string& device) {
  std::string path = "/sys/class/net/" + device + "/address";
  std::ifstream in(path);
  co_return;
}
}  // namespace path_that_is_joined_good

// bad: path_put_into_a_stream
namespace path_put_into_a_stream_bad {
Lazy<std::string> load(const std::string& device) {
  std::ostringstream path;
  path << "/var/lib/devices/" << device;
  std::ifstream in(path.str());  // expect: async-blocking-file-io
  std::string name;
  in >> name;
  co_return name;
}
}  // namespace path_put_into_a_stream_bad
// good: path_put_into_a_stream
namespace path_put_into_a_stream_good {
Lazy<std::string> load(const std::string& device) {
  std::ostringstream path;
  path << "/sys/block/" << device << "/size";
  std::ifstream in(path.str());
  std::string name;
  in >> name;
  co_return name;
}
}  // namespace path_put_into_a_stream_good

// bad: stream_with_another_text
namespace stream_with_another_text_bad {
Lazy<std::string> load(const std::string& device) {
  std::ostringstream path;
  path << "/sys/block/" << device;
  path.str("/var/lib/devices");
  std::ifstream in(path.str());  // expect: async-blocking-file-io
  std::string name;
  in >> name;
  co_return name;
}
}  // namespace stream_with_another_text_bad
// good: stream_with_another_text
namespace stream_with_another_text_good {
Lazy<std::string> load(const std::string& device) {
  std::ostringstream path;
  path << "/sys/block/";
  path << device;
  std::ifstream in(path.str().c_str());
  std::string name;
  in >> name;
  co_return name;
}
}  // namespace stream_with_another_text_good

// bad: stream_of_c_with_an_owner
namespace stream_of_c_with_an_owner_bad {
Lazy<int> load() {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen("/etc/limit", "r"), std::fclose);  // expect: async-blocking-file-io
  int limit = 0;
  std::fscanf(file.get(), "%d", &limit);  // expect: async-blocking-file-io
  co_return limit;
}
}  // namespace stream_of_c_with_an_owner_bad
// good: stream_of_c_with_an_owner
namespace stream_of_c_with_an_owner_good {
Lazy<int> load() {
  std::unique_ptr<std::FILE, int (*)(std::FILE*)> file(std::fopen("/proc/self/statm", "r"), std::fclose);
  int pages = 0;
  std::fscanf(file.get(), "%d", &pages);
  co_return pages;
}
}  // namespace stream_of_c_with_an_owner_good

// bad: stream_of_c_that_is_shared
namespace stream_of_c_that_is_shared_bad {
Lazy<int> load() {
  auto file = std::shared_ptr<std::FILE>(std::fopen("/etc/limit", "r"), [](std::FILE* opened) { std::fclose(opened); });  // expect: async-blocking-file-io
  co_return std::fgetc(file.get());  // expect: async-blocking-file-io
}
}  // namespace stream_of_c_that_is_shared_bad
// good: stream_of_c_that_is_shared
namespace stream_of_c_that_is_shared_good {
Lazy<int> load() {
  auto file = std::shared_ptr<std::FILE>(std::fopen("/proc/loadavg", "r"), [](std::FILE* opened) { std::fclose(opened); });
  co_return std::fgetc(file.get());
}
}  // namespace stream_of_c_that_is_shared_good
