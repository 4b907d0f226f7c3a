// Copies the registers and the stack of the calling thread, for an unwinder in another process.
#pragma once

#include "watch/area/area.h"

namespace unblock::watch::preload {

void capture_stack(Capture& capture, Site site) noexcept;

}  // namespace unblock::watch::preload
