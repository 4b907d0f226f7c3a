#include "lint/driver/parcel.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <stdexcept>

#include "lint/driver/cache/hash.h"
#include "lint/driver/commands.h"
#include "reports/json/parse.h"
#include "reports/model/error.h"

namespace unblock::lint {
namespace {

using nlohmann::json;

constexpr std::string_view kMark = "#pragma unblock parcel ";
constexpr int kParcelVersion = 1;

/// As a preprocessor says which file comes next: by such lines caches learn which files a result depends on.
std::string line_marker(const std::string& path) {
  std::string quoted;
  for (const char c : path) {
    if (c == '"' || c == '\\') quoted += '\\';
    quoted += c;
  }
  return fmt::format("# 1 \"{}\"\n", quoted);
}

json header_of(const Parcel& parcel) {
  json sizes = json::array();
  for (const auto& [path, text] : parcel.files) sizes.push_back({path, text.size(), parcel.real(path)});
  return {{"version", kParcelVersion},
          {"tool", parcel.header.tool},
          {"platform", parcel.header.platform},
          {"knows", parcel.header.models},
          {"source", parcel.source},
          {"directory", parcel.directory},
          {"root", parcel.root},
          {"arguments", parcel.arguments},
          {"environment", parcel.environment},
          {"checks", parcel.checks},
          {"headers", parcel.header_filter},
          {"models", parcel.models},
          {"files", sizes},
          {"folders", parcel.folders},
          {"seen", parcel.seen}};
}

std::string all_of(const json& header) { return header.dump(-1, ' ', false, json::error_handler_t::replace); }

Parcel without_files(const json& header) {
  Parcel parcel;
  parcel.header = {header.at("tool"), header.at("knows"), header.at("platform")};
  parcel.source = header.at("source");
  parcel.directory = header.at("directory");
  parcel.root = header.at("root");
  parcel.arguments = header.at("arguments").get<std::vector<std::string>>();
  parcel.environment = header.at("environment").get<std::map<std::string, std::string>>();
  parcel.checks = header.at("checks");
  parcel.header_filter = header.at("headers");
  parcel.models = header.at("models").get<std::vector<std::string>>();
  parcel.folders = header.at("folders").get<std::set<std::string>>();
  parcel.seen = header.at("seen").get<std::set<std::string>>();
  return parcel;
}

/// A worker writes where a parcel says: nothing leads out of its folder.
void require_plain(const std::string& path) {
  if (!path.starts_with('/') || path_from("/", path) != path) throw std::invalid_argument("a path leads somewhere else: " + path);
}

void require_plain_paths(const Parcel& parcel) {
  for (const std::string& path : {parcel.source, parcel.directory, parcel.root}) require_plain(path);
  for (const auto& [path, text] : parcel.files) require_plain(path);
  for (const std::string& path : parcel.folders) require_plain(path);
  for (const std::string& path : parcel.seen) require_plain(path);
  for (const std::string& path : parcel.models) require_plain(path);
}

/// Each file behind its line, and a new line after it.
void read_files(const json& sizes, std::string_view body, Parcel& parcel) {
  for (const json& each : sizes) {
    const std::string path = each.at(0);
    const std::size_t begin = line_marker(each.at(2)).size(), size = each.at(1).get<std::size_t>();
    if (size > body.size() || begin + size + 1 > body.size()) throw std::out_of_range("a file is longer than the rest");
    parcel.files[path] = body.substr(begin, size);
    body.remove_prefix(begin + size + 1);
  }
}

}  // namespace

std::string parcel_text(const Parcel& parcel) {
  std::string body;
  for (const auto& [path, text] : parcel.files) body.append(line_marker(parcel.real(path))).append(text).append("\n");
  json header = header_of(parcel);
  header["sum"] = hash_of(all_of(header) + body);
  return std::string(kMark) + all_of(header) + "\n" + body;
}

bool is_parcel(const std::string& file) {
  std::string beginning(kMark.size(), '\0');
  std::ifstream stream(file, std::ios::binary);
  return stream.read(beginning.data(), static_cast<std::streamsize>(beginning.size())) && beginning == kMark;
}

Parcel parse_parcel(std::string_view text, const std::string& file) {
  const std::size_t end = text.find('\n');
  json header = text.starts_with(kMark) ? reports::json::try_parse(text.substr(kMark.size(), end - kMark.size())).value_or(json()) : json();
  if (!header.is_object() || header.value("version", json()) != kParcelVersion) {
    throw reports::InputError(fmt::format("'{}' was cut off, or packed by another version of unblock-clang++ -E", file));
  }
  const json sum = header.value("sum", json());
  header.erase("sum");
  const std::string_view body = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
  if (sum != hash_of(all_of(header) + std::string(body))) throw reports::InputError(fmt::format("'{}' was cut off or changed on its way", file));
  try {
    Parcel parcel = without_files(header);
    read_files(header.at("files"), body, parcel);
    require_plain_paths(parcel);
    return parcel;
  } catch (const std::exception& error) {
    throw reports::InputError(fmt::format("'{}' is no parcel of this linter: {}", file, error.what()));
  }
}

}  // namespace unblock::lint
