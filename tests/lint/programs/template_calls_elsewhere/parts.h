// A template calls a function of another file.
#pragma once

#include "loop.h"

void fetch(int key);

template <class Key>
void load(Key key) {
  fetch(key);
}
