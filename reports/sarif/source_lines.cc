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
  Sources(const std::string& root, const std::set<std::string>& allowed) : Sources(root) { allowed_ = &allowed; }

  /// No lines where the file cannot or must not be read.
  const Lines& of(const std::string& file) {
    const auto [place, is_new] = files_.try_emplace(file);
    if (is_new) place->second = read(file);
    return place->second;
  }

  std::size_t withheld() const { return withheld_.size(); }

 private:
  bool allows(const fs::path& path) {
    if (allowed_ == nullptr) return std::mismatch(root_.begin(), root_.end(), path.begin(), path.end()).first == root_.end();
    if (allowed_->contains(path.string())) return true;
    withheld_.insert(path.string());
    return false;
  }

  Lines read(const std::string& file) {
    std::error_code error;
    const fs::path path = closed_ ? fs::path() : fs::canonical(root_ / file, error);
    if (error || path.empty() || !fs::is_regular_file(path, error) || !allows(path)) return {};
    if (fs::file_size(path, error) > kMostBytes || error) return {};
    std::ifstream in(path, std::ios::binary);
    Lines lines;
    for (std::string line; std::getline(in, line);) lines.push_back(line);
    return lines;
  }

  fs::path root_;
  bool closed_ = false;
  const std::set<std::string>* allowed_ = nullptr;
  std::set<std::string> withheld_;
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

void fill(Sources& sources, Findings& findings) {
  for (Finding& finding : findings.findings) {
    fill(sources, finding.location, finding.source, finding.source_first_line);
    for (Step& step : finding.chain) fill(sources, step.location, step.source, step.source_first_line);
  }
}

}  // namespace

void add_source_lines(Findings& findings, const std::string& root) {
  Sources sources(root);
  fill(sources, findings);
}

std::size_t add_source_lines(Findings& findings, const std::string& root, const std::set<std::string>& allowed) {
  Sources sources(root, allowed);
  fill(sources, findings);
  return sources.withheld();
}

}  // namespace unblock::reports::sarif
