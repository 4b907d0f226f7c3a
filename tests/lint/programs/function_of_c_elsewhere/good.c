void load(void) {}
