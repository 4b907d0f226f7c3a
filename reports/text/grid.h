// A table for the terminal: columns as wide as their widest entry, none that is empty, and no wider than the terminal.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace unblock::reports::text {

/// Columns of a terminal that UTF-8 text takes; wide characters count as one.
std::size_t width(const std::string& text);

struct Column {
  std::string head;
  bool left = false;      ///< words; numbers stand to the right
  unsigned weight = 1;    ///< where there is no room, the columns of the lowest weight go first; 0 stays always
};

class Grid {
 public:
  explicit Grid(std::vector<Column> columns) : columns_(std::move(columns)) {}

  void row(std::vector<std::string> entries) { rows_.push_back(std::move(entries)); }
  bool is_empty() const { return rows_.empty(); }

  /// Columns that no row fills are left out, and then the lightest until a line has `columns` at most; 0: any width.
  /// `left_out` gets the heads of those that had no room.
  std::string str(const std::string& indent, std::size_t columns, std::vector<std::string>* left_out = nullptr) const;

 private:
  std::vector<Column> columns_;
  std::vector<std::vector<std::string>> rows_;
};

/// Lines of `columns` at most, broken between words; all but the first are indented by two.
std::string folded(const std::string& sentence, std::size_t columns);

}  // namespace unblock::reports::text
