#include "reports/text/grid.h"

#include <algorithm>

namespace unblock::reports::text {
namespace {

constexpr std::size_t kGap = 2;

std::size_t line_width(const std::vector<std::size_t>& widths, const std::vector<bool>& shown) {
  std::size_t sum = 0;
  for (std::size_t i = 0; i < widths.size(); ++i) sum += shown[i] ? widths[i] + kGap : 0;
  return sum > kGap ? sum - kGap : sum;
}

}  // namespace

std::size_t width(const std::string& text) {
  return static_cast<std::size_t>(std::count_if(text.begin(), text.end(), [](char c) { return (c & 0xC0) != 0x80; }));
}

std::string Grid::str(const std::string& indent, std::size_t columns, std::vector<std::string>* left_out) const {
  std::vector<std::size_t> widths;
  for (const Column& column : columns_) widths.push_back(width(column.head));
  std::vector<bool> shown(columns_.size(), false);
  for (const auto& row : rows_) {
    for (std::size_t i = 0; i < row.size(); ++i) {
      widths[i] = std::max(widths[i], width(row[i]));
      if (!row[i].empty()) shown[i] = true;
    }
  }
  while (columns > 0 && indent.size() + line_width(widths, shown) > columns) {
    std::size_t lightest = columns_.size();
    for (std::size_t i = columns_.size(); i-- > 0;) {
      const bool may_go = shown[i] && columns_[i].weight > 0;
      if (may_go && (lightest == columns_.size() || columns_[i].weight < columns_[lightest].weight)) lightest = i;
    }
    if (lightest == columns_.size()) break;
    shown[lightest] = false;
    if (left_out != nullptr) left_out->push_back(columns_[lightest].head);
  }
  const auto line_of = [&](const auto& entry) {
    std::string line;
    for (std::size_t i = 0; i < columns_.size(); ++i) {
      if (!shown[i]) continue;
      const std::string text = entry(i), space(widths[i] - width(text), ' ');
      line += (line.empty() ? indent : std::string(kGap, ' ')) + (columns_[i].left ? text + space : space + text);
    }
    return line.substr(0, line.find_last_not_of(' ') + 1) + '\n';
  };
  std::string out = line_of([&](std::size_t i) { return columns_[i].head; });
  for (const auto& row : rows_) out += line_of([&](std::size_t i) { return i < row.size() ? row[i] : std::string(); });
  return out;
}

std::string folded(const std::string& sentence, std::size_t columns) {
  std::string text, line;
  for (std::size_t from = 0; from < sentence.size();) {
    const std::size_t to = std::min(sentence.find(' ', from), sentence.size());
    const std::string word = sentence.substr(from, to - from);
    if (!line.empty() && width(line) + 1 + width(word) > columns) {
      text += line + "\n";
      line = "  ";
    }
    line += (line.empty() || line == "  " ? "" : " ") + word;
    from = to + 1;
  }
  return text + line + "\n";
}

}  // namespace unblock::reports::text
