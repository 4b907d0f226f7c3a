#include <unistd.h>

#include "parts.h"

class Session {
 public:
  void load() { sleep(1); }
};

int main() { Session().load(); }
