// Makes the area and gives it to programs by a path.
#pragma once

#include <string>

#include "watch/area/area.h"

namespace unblock::watch {

class AreaOwner {
 public:
  /// Throws InputError when the system gives no memory.
  AreaOwner();
  ~AreaOwner();
  AreaOwner(const AreaOwner&) = delete;
  AreaOwner& operator=(const AreaOwner&) = delete;

  Area& area() { return *area_; }
  /// Holds as long as this object: nothing is left behind, however the watcher ends.
  std::string path() const;

 private:
  int fd_;
  Area* area_;
};

}  // namespace unblock::watch
