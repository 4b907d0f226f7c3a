#include "watch/watcher/area_owner.h"

#include <sys/mman.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>

#include "reports/model/error.h"

namespace unblock::watch {

AreaOwner::AreaOwner() : fd_(::memfd_create("unblock-watch", MFD_CLOEXEC)) {
  void* memory = fd_ < 0 || ::ftruncate(fd_, sizeof(Area)) != 0
                     ? MAP_FAILED
                     : ::mmap(nullptr, sizeof(Area), PROT_READ | PROT_WRITE, MAP_SHARED, fd_, 0);
  if (memory == MAP_FAILED) throw reports::InputError(std::string("cannot make the memory to share with the program: ") + std::strerror(errno));
  area_ = static_cast<Area*>(memory);  // new pages are zero, and so is every slot
}

AreaOwner::~AreaOwner() {
  ::munmap(area_, sizeof(Area));
  ::close(fd_);
}

std::string AreaOwner::path() const { return "/proc/" + std::to_string(::getpid()) + "/fd/" + std::to_string(fd_); }

}  // namespace unblock::watch
