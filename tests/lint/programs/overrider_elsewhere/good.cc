#include "parts.h"

class File : public Source {
 public:
  void fill() override {}
};

Source* make() { return new File; }
