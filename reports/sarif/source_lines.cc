// Each file is read once, and only as far as a source file goes: what is larger was not written by hand.
#include "reports/sarif/source_lines.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <map>
#include <vector>

namespace unblock::reports::sarif {
namespace {

namespace fs = std::filesystem;

constexpr std::uintmax_t kMostBytes = 4 << 20;
constexpr unsigned kBefore = 2, kAfter = 2;

using Lines = std::vector<std::string>;

class Sources {
 public:
  explicit Sources(const std::string& root) {
    std::error_code error;
    if (!root.empty()) root_ = fs::canonical(root, error);
    closed_ = !root.empty() && error;
  }

  /// No lines where the file cannot or must not be read.
  const Lines& of(const std::string& file) {
    const auto [place, is_new] = files_.try_emplace(file);
    if (is_new) place->second = read(file);
    return place->second;
  }

 private:
  bool inside(const fs::path& path) const {
    const auto [end, ignored] = std::mismatch(root_.begin(), root_.end(), path.begin(), path.end());
    return end == root_.end();
  }

  Lines read(const std::string& file) const {
    std::error_code error;
    const fs::path path = closed_ ? fs::path() : fs::canonical(root_ / file, error);
    if (error || path.empty() || !inside(path) || !fs::is_regular_file(path, error)) return {};
    if (fs::file_size(path, error) > kMostBytes || error) return {};
    std::ifstream in(path, std::ios::binary);
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  fs::path root_;
  bool closed_ = false;
  std::map<std::string, Lines> files_;
};

void fill(Sources& sources, const Location& location, std::vector<std::string>& source, unsigned& first) {
  if (!source.empty() || location.line == 0 || location.file.empty()) return;
  const Lines& lines = sources.of(location.file);
  if (location.line > lines.size()) return;
  first = location.line > kBefore ? location.line - kBefore : 1;
  const std::size_t end = std::min<std::size_t>(lines.size(), location.line + kAfter);
  source.assign(lines.begin() + (first - 1), lines.begin() + static_cast<std::ptrdiff_t>(end));
}

}  // namespace

void add_source_lines(Findings& findings, const std::string& root) {
  Sources sources(root);
  for (Finding& finding : findings.findings) {
    fill(sources, finding.location, finding.source, finding.source_first_line);
    for (Step& step : finding.chain) fill(sources, step.location, step.source, step.source_first_line);
  }
}

}  // namespace unblock::reports::sarif
