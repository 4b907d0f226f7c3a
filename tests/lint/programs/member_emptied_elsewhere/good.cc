#include "parts.h"

void Dial::answered() {
  if (on_answer_) on_answer_();
  on_answer_ = nullptr;
}
