#include "parts.h"

Session::Session(int fd) : fd_(fd) {}
