// Preloaded, the library attaches itself.
#include "watch/preload/thread.h"

__attribute__((constructor)) static void unblock_watch_attach() { unblock::watch::preload::attach(); }
