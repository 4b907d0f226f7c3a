#include "parts.h"

void (*hook)() = nullptr;

static void fast() {}

void install() { hook = fast; }
