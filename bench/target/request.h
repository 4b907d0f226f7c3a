// Takes HTTP/1.x requests apart. The work is Boost.Beast's; its headers stay in request.cc.
#pragma once

#include <cstddef>
#include <string_view>

namespace unblock::bench {

/// A request, head and body together, may be this long.
inline constexpr std::size_t kMaxRequestBytes = 16 * 1024;

struct Request {
  enum class State {
    incomplete,
    complete,
    malformed
  };
  State state = State::incomplete;
  std::size_t bytes = 0;    ///< of a complete request, its body included
  std::string_view target;  ///< of a complete request; points into the bytes that were parsed
  bool is_get = false;
  bool keep_alive = false;
  bool is_http_10 = false;
};

/// Parses the first request in `bytes`. An incomplete one is parsed again from its start when more has come:
/// it keeps no state, so an idle connection costs nothing.
Request parse_request(std::string_view bytes);

enum class Protocol {
  undecided,
  http,
  echo
};

/// HTTP when the first bytes are the name of a method and a space, undecided while they may become one.
Protocol detect_protocol(std::string_view bytes);

}  // namespace unblock::bench
