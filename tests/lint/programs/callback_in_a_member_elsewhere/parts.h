// One file puts a callback into a member, another calls it on the loop.
#pragma once

#include "loop.h"

struct Session {
  loop::Task run();
  loop::function on_done;
};
