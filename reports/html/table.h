// A table that reads well without style, scrolls when narrow, and tells the script how to sort it.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "reports/text/markup.h"

namespace unblock::reports::html {

struct Field {
  text::Markup content;
  bool numeric = false;
  std::size_t span = 1;    ///< how many columns it fills
  std::string hint = "";   ///< more words, where the browser shows them
  std::string_view group = "";  ///< of a row's head: which rows the script shows and hides together
};

Field words(const std::string& text);
Field number(const std::string& text);
Field missing(const std::string& why = "");

class Table {
 public:
  Table(std::string caption, std::vector<std::string> columns) : caption_(std::move(caption)), columns_(std::move(columns)) {}

  /// Links find the table by it.
  void set_id(std::string id) { id_ = std::move(id); }
  /// As many fields as columns; the first is the row's head. Which way a head points follows from where it stands.
  void row(const std::vector<Field>& fields);
  bool is_empty() const { return rows_.is_empty(); }
  /// `sortable`: the script adds buttons to the heads.
  text::Markup markup(bool sortable = true) const;

 private:
  std::string caption_, id_;
  std::vector<std::string> columns_;
  std::vector<bool> numeric_;
  text::Markup rows_;
};

}  // namespace unblock::reports::html
