#include <unistd.h>

#include "parts.h"

class File : public Source {
 public:
  void fill() override { sleep(1); }
};

Source* make() { return new File; }
