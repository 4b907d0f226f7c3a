#include "parts.h"

void save() {}
