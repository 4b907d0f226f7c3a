// A callback that is only run in a pool may wait.
#pragma once

#include "loop.h"

struct Job {
  void submit();
  loop::function work;
};
