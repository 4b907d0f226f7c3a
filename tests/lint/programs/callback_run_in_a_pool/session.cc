#include "parts.h"

#include <unistd.h>

void prepare(Job& job) {
  job.work = [] {
    sleep(1);  // expect: async-blocking-call
  };
}
