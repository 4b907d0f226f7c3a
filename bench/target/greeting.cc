#include "bench/target/greeting.h"

#include <fmt/format.h>
#include <sys/stat.h>

#include <cstdlib>

#include "bench/wire/proof.h"
#include "reports/file.h"
#include "reports/model/error.h"

namespace unblock::bench {
namespace {

constexpr std::size_t kShortestToken = 16, kLongestToken = 4096;

std::string trimmed(const std::string& text) {
  constexpr const char* kBlanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(kBlanks);
  return first == text.npos ? "" : text.substr(first, text.find_last_not_of(kBlanks) - first + 1);
}

void require_private(const std::string& file) {
  struct stat status{};
  if (::stat(file.c_str(), &status) == 0 && S_ISREG(status.st_mode) && (status.st_mode & (S_IRGRP | S_IROTH)) != 0) {
    throw reports::InputError(fmt::format("the token file '{}' can be read by others: chmod 600 '{}'", file, file));
  }
}

std::string told_token(const std::string& file) {
  if (!file.empty()) {
    require_private(file);
    return trimmed(reports::read_file(file, kLongestToken));
  }
  const char* const variable = std::getenv(kTokenVariable);
  if (variable == nullptr) throw reports::InputError(fmt::format("a token is missing: the same on both hosts, in a file (--token-file) or in {}", kTokenVariable));
  return trimmed(variable);
}

}  // namespace

std::string client_proof(std::string_view token, const Nonces& nonces) {
  return proof_of(token, fmt::format("client {} {}", nonces.client, nonces.target));
}

std::string target_proof(std::string_view token, const Nonces& nonces, std::string_view certificate) {
  return proof_of(token, fmt::format("target {} {} {}", nonces.client, nonces.target, certificate));
}

std::string read_token(const std::string& file) {
  std::string token = told_token(file);
  if (token.size() < kShortestToken) {
    throw reports::InputError(fmt::format("the token has {} characters and could be guessed: head -c 24 /dev/urandom | base64 makes a good one", token.size()));
  }
  return token;
}

}  // namespace unblock::bench
