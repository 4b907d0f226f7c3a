#include "watch/preload/real.h"

#include <dlfcn.h>

namespace unblock::watch::preload {

void* next_definition(const char* name) noexcept { return ::dlsym(RTLD_NEXT, name); }

}  // namespace unblock::watch::preload
