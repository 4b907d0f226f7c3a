// A GET with libcurl's easy interface: a blocking call, as requests.get is in Python. No other part of libcurl is used.
#pragma once

#include <cstdint>
#include <string>

namespace unblock::bench {

/// Whether this build has libcurl; else what to install.
std::string curl_missing();

struct CurlAnswer {
  std::uint64_t bytes_sent = 0;
  std::string problem;  ///< empty: status 200 and the expected body
};

/// Blocks the calling thread until the answer is there. A new connection each time.
CurlAnswer curl_get(std::uint16_t port, const std::string& path, const std::string& expected_body);

/// "libcurl/7.88.1 …"
std::string curl_version_text();

}  // namespace unblock::bench
