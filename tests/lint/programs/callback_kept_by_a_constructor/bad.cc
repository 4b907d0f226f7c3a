#include <unistd.h>

#include "parts.h"

Timer* make() {
  return new Timer([] {
    sleep(1);  // expect: async-blocking-call
  });
}
