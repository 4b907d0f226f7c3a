// Linked into a program, the library waits for the call. Its mark lets `unblock watch` know that it is there.
#include "watch/preload/thread.h"
#include "watch/preload/unblock_watch.h"

namespace {
constinit const char* const volatile mark = unblock::watch::kLibraryMark;
}

extern "C" int unblock_watch_start(void) {
  (void)mark;
  return unblock::watch::preload::attach() ? 1 : 0;
}
