#include "bench/workloads/curl_get.h"

#ifdef UNBLOCK_HAS_CURL

#include <curl/curl.h>
#include <fmt/format.h>

#include <memory>

namespace unblock::bench {
namespace {

struct Cleanup {
  void operator()(CURL* handle) const { curl_easy_cleanup(handle); }
};

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

/// libcurl wants to be set up once, before the first thread uses it.
void set_up() { static const CURLcode once = curl_global_init(CURL_GLOBAL_DEFAULT); static_cast<void>(once); }

}  // namespace

std::string curl_missing() { return {}; }

std::string curl_version_text() {
  set_up();
  return curl_version_info(CURLVERSION_NOW)->version;
}

CurlAnswer curl_get(std::uint16_t port, const std::string& path, const std::string& expected_body) {
  set_up();
  const std::unique_ptr<CURL, Cleanup> handle(curl_easy_init());
  const std::string url = fmt::format("http://127.0.0.1:{}{}", port, path);
  std::string body;
  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &append);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &body);
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_PROXY, "");
  const CURLcode result = curl_easy_perform(handle.get());  // NOLINT(async-blocking-call): the blocking client that is measured
  if (result != CURLE_OK) return {0, std::string("libcurl: ") + curl_easy_strerror(result)};
  long status = 0, sent = 0;
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl_easy_getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &sent);
  if (status != 200) return {0, fmt::format("the response's status is {}", status)};
  if (body != expected_body) return {0, "the response's body is not the expected one"};
  return {static_cast<std::uint64_t>(sent), {}};
}

}  // namespace unblock::bench

#else

namespace unblock::bench {

std::string curl_missing() { return "built without libcurl: apt-get install libcurl4-openssl-dev"; }
std::string curl_version_text() { return "none"; }
CurlAnswer curl_get(std::uint16_t, const std::string&, const std::string&) { return {0, curl_missing()}; }

}  // namespace unblock::bench

#endif
