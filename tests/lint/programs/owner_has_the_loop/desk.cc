#include "parts.h"

Desk::Desk(loop::Loop& loop) : part_(std::make_shared<Part>(loop)) {}

void Desk::open() { part_->arm(); }
