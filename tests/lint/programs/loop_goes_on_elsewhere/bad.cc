#include <exception>

#include "parts.h"

void Host::run() {
  try {
    loop_.run();
  } catch (const std::exception&) {
    open_ = false;
  }
}
