#include "parts.h"

Desk::Desk(loop::Loop& loop) : part_(make_part(loop)) {}

void Desk::open() { part_->arm(); }
