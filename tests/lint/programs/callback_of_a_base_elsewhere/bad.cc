#include <unistd.h>

#include "parts.h"

class Printer : public Listener {
 public:
  void on_event() override { sleep(1); }
};

int main() {
  static Printer printer;
  start(printer);
}
