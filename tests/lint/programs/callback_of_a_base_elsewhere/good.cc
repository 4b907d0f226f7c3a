#include "parts.h"

class Printer : public Listener {
 public:
  void on_event() override {}
};

int main() {
  static Printer printer;
  start(printer);
}
