#include "parts.h"

class File : public Buffered {
 public:
  void fill() override {}
};

Source* make() { return new File; }
