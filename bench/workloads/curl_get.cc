#include "bench/workloads/curl_get.h"

#ifdef UNBLOCK_HAS_CURL

#include <curl/curl.h>
#include <dlfcn.h>
#include <fmt/format.h>

#include <memory>
#include <type_traits>

namespace unblock::bench {
namespace {

/// Loaded by the first request and not at the start: it brings thirty libraries with it, which cost every worker more than the rest of its start.
struct Curl {
  std::string problem;
  decltype(&curl_version_info) version_info = nullptr;
  decltype(&curl_easy_init) init = nullptr;
  decltype(&curl_easy_cleanup) cleanup = nullptr;
  decltype(&curl_easy_setopt) setopt = nullptr;
  decltype(&curl_easy_perform) perform = nullptr;
  decltype(&curl_easy_getinfo) getinfo = nullptr;
  decltype(&curl_easy_strerror) strerror = nullptr;

  Curl() {
    void* const library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    const auto load = [&](auto& function, const char* name) {
      function = library == nullptr ? nullptr : reinterpret_cast<std::remove_reference_t<decltype(function)>>(dlsym(library, name));
      if (function == nullptr && problem.empty()) problem = fmt::format("libcurl cannot be loaded: {}", dlerror());
    };
    decltype(&curl_global_init) global_init = nullptr;
    load(global_init, "curl_global_init");
    load(version_info, "curl_version_info");
    load(init, "curl_easy_init");
    load(cleanup, "curl_easy_cleanup");
    load(setopt, "curl_easy_setopt");
    load(perform, "curl_easy_perform");
    load(getinfo, "curl_easy_getinfo");
    load(strerror, "curl_easy_strerror");
    if (problem.empty()) global_init(CURL_GLOBAL_DEFAULT);  // once, before the first thread uses it
  }
};

const Curl& curl() {
  static const Curl loaded;
  return loaded;
}

std::size_t append(char* data, std::size_t size, std::size_t count, void* body) {
  static_cast<std::string*>(body)->append(data, size * count);
  return size * count;
}

}  // namespace

std::string curl_missing() { return {}; }

std::string curl_version_text() { return curl().problem.empty() ? curl().version_info(CURLVERSION_NOW)->version : "none"; }

CurlAnswer curl_get(std::uint16_t port, const std::string& path, const std::string& expected_body) {
  if (!curl().problem.empty()) return {0, curl().problem};
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl().init(), curl().cleanup);
  const std::string url = fmt::format("http://127.0.0.1:{}{}", port, path);
  std::string body;
  curl().setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl().setopt(handle.get(), CURLOPT_WRITEFUNCTION, &append);
  curl().setopt(handle.get(), CURLOPT_WRITEDATA, &body);
  curl().setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl().setopt(handle.get(), CURLOPT_PROXY, "");
  const CURLcode result = curl().perform(handle.get());
  if (result != CURLE_OK) return {0, std::string("libcurl: ") + curl().strerror(result)};
  long status = 0, sent = 0;
  curl().getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &status);
  curl().getinfo(handle.get(), CURLINFO_REQUEST_SIZE, &sent);
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
