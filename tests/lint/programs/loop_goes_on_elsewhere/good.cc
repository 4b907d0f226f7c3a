#include <exception>

#include "parts.h"

void Host::run() {
  while (open_) {
    try {
      loop_.run();
    } catch (const std::exception&) {
      write_down(0);
    }
  }
}
