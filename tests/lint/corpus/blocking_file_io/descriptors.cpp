// read() and write() of a descriptor: of a file they wait for the disk, of a pipe or an eventfd they mostly do not.
#include "lazy_task.h"

#include <fcntl.h>
#include <unistd.h>

// bad: opened_here
namespace opened_here_bad {
class Log {
 public:
  explicit Log(int descriptor) : descriptor_(descriptor) {}
  Lazy<void> line() {
    write(descriptor_, "x\n", 2);  // expect: async-blocking-file-io
    co_return;
  }

 private:
  int descriptor_;
};
Log make() {
  int descriptor = open("app.log", O_WRONLY | O_APPEND);
  return Log(descriptor);
}
}  // namespace opened_here_bad
// good: opened_here
namespace opened_here_good {
class Wake {
 public:
  explicit Wake(int descriptor) : descriptor_(descriptor) {}
  Lazy<void> signal() {
    write(descriptor_, "x", 1);
    co_return;
  }

 private:
  int descriptor_;
};
Wake make(int end_of_pipe) { return Wake(end_of_pipe); }
}  // namespace opened_here_good
