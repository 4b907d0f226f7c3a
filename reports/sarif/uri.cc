// Percent encoding as in RFC 3986; only what a path needs.
#include "reports/sarif/uri.h"

#include <fmt/format.h>

#include <cctype>

namespace unblock::reports::sarif {
namespace {

bool stays(unsigned char c) { return std::isalnum(c) != 0 || c == '-' || c == '.' || c == '_' || c == '~' || c == '/'; }

int digit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
}

}  // namespace

std::string uri_of(const std::string& path) {
  std::string uri = path.rfind('/', 0) == 0 ? "file://" : "";
  for (const char c : path) {
    const auto byte = static_cast<unsigned char>(c);
    uri += stays(byte) ? std::string(1, c) : fmt::format("%{:02X}", byte);
  }
  return uri;
}

std::string path_of(const std::string& uri) {
  std::string path;
  const bool is_file = uri.rfind("file:///", 0) == 0;
  // On Windows the slash before a drive's letter is the URI's and not the path's.
  const bool has_drive = is_file && uri.size() > 9 && std::isalpha(static_cast<unsigned char>(uri[8])) != 0 && uri[9] == ':';
  const std::size_t begin = has_drive ? 8 : is_file ? 7
                                                    : 0;
  for (std::size_t i = begin; i < uri.size(); ++i) {
    const bool encoded = uri[i] == '%' && i + 2 < uri.size() && digit(uri[i + 1]) >= 0 && digit(uri[i + 2]) >= 0;
    path += encoded ? static_cast<char>(digit(uri[i + 1]) * 16 + digit(uri[i + 2])) : uri[i];
    if (encoded) i += 2;
  }
  return path;
}

}  // namespace unblock::reports::sarif
