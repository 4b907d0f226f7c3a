// Paths as SARIF wants them (URI references) and back.
#pragma once

#include <string>

namespace unblock::reports::sarif {

/// "a b/c.cc" → "a%20b/c.cc"; "/a/b.cc" → "file:///a/b.cc".
std::string uri_of(const std::string& path);
std::string path_of(const std::string& uri);

}  // namespace unblock::reports::sarif
