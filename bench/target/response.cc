#include "bench/target/response.h"

#include <algorithm>
#include <charconv>
#include <string>

#include "bench/target/pattern.h"

namespace unblock::bench {
namespace {

constexpr std::size_t kPeriod = 26;
constexpr std::size_t kSharedPatternBytes = kPeriod * 10'000;

void append(std::vector<char>& out, std::string_view text) { out.insert(out.end(), text.begin(), text.end()); }

void append_number(std::vector<char>& out, std::uint64_t number, int base = 10) {
  char digits[20];
  append(out, {digits, static_cast<std::size_t>(std::to_chars(digits, digits + sizeof digits, number, base).ptr - digits)});
}

void append_status_line(std::vector<char>& out, unsigned status) {
  append(out, "HTTP/1.1 ");
  append_number(out, status);
  switch (status) {
    case 200: return append(out, " OK\r\n");
    case 400: return append(out, " Bad Request\r\n");
    case 404: return append(out, " Not Found\r\n");
    case 500: return append(out, " Internal Server Error\r\n");
    case 503: return append(out, " Service Unavailable\r\n");
    default: return append(out, " \r\n");  // a reason may be empty (RFC 9112, section 4)
  }
}

void append_persistence(std::vector<char>& out, Persistence persistence) {
  if (persistence == Persistence::close) append(out, "Connection: close\r\n");
  if (persistence == Persistence::keep_http_10) append(out, "Connection: keep-alive\r\n");
}

}  // namespace

void append_head(std::vector<char>& out, unsigned status, std::uint64_t size, Persistence persistence) {
  append_status_line(out, status);
  append_persistence(out, persistence);
  if (status != 204 && status != 304) {  // those two have neither body nor length
    append(out, "Content-Type: text/plain\r\nContent-Length: ");
    append_number(out, size);
    append(out, "\r\n");
  }
  append(out, "\r\n");
}

void append_pattern(std::vector<char>& out, std::uint64_t size) {
  for (std::uint64_t done = 0; done < size;) {
    const std::string_view part = shared_pattern(done, size - done);
    append(out, part);
    done += part.size();
  }
}

void append_stream_head(std::vector<char>& out, Persistence persistence) {
  append_status_line(out, 200);
  append_persistence(out, persistence);
  append(out, "Content-Type: text/event-stream\r\nCache-Control: no-store\r\nTransfer-Encoding: chunked\r\n\r\n");
}

void append_event(std::vector<char>& out, const StreamEvent& event, std::uint64_t size) {
  append_number(out, size, 16);
  append(out, "\r\n");
  char fields[kMinEventBytes];
  const std::string_view text(fields, static_cast<std::size_t>(write_event_fields(fields, event) - fields));
  append(out, text);
  append_pattern(out, size - text.size() - 2);
  append(out, "\n\n\r\n");
}

void append_stream_end(std::vector<char>& out) { append(out, "0\r\n\r\n"); }

std::string_view shared_pattern(std::uint64_t offset, std::uint64_t size) {
  static const std::string kShared = pattern(kSharedPatternBytes);
  const std::uint64_t begin = offset % kPeriod;
  return std::string_view(kShared).substr(begin, std::min<std::uint64_t>(size, kShared.size() - begin));
}

}  // namespace unblock::bench
