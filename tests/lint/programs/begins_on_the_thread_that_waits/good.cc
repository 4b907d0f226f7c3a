#include "parts.h"

int main() { loop::run_until_done(session()); }
