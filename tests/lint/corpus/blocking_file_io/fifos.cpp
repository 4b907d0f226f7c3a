// What is opened so that nothing waits is no file on a disk.
#include <fcntl.h>

#include "lazy_task.h"

// bad: opened_to_be_read
namespace opened_to_be_read_bad {
Lazy<int> listen(const char* path) {
  co_return open(path, O_RDONLY | O_CLOEXEC);  // expect: async-blocking-file-io
}
}  // namespace opened_to_be_read_bad
// good: opened_to_be_read
namespace opened_to_be_read_good {
Lazy<int> listen(const char* path) {
  co_return open(path, O_RDONLY | O_NONBLOCK);
}
}  // namespace opened_to_be_read_good
