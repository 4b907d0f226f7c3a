#include "parts.h"

#include <unistd.h>

void Worker::save() {
  loop_.post([] {
    sleep(1);  // expect: async-blocking-call
  });
}
