// Files that the kernel makes up in memory, opened by a path that is not written at the call.
#include <cstdio>
#include <fstream>
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
