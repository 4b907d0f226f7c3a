// HTML, SVG and XML as text. Everything that goes in as text or as an attribute's value is cleaned and escaped here, and
// there is no other way in: data can neither run nor break the page.
#pragma once

#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace unblock::reports::text {

using Attribute = std::pair<std::string_view, std::string>;
using Attributes = std::initializer_list<Attribute>;

class Markup {
 public:
  /// Names of tags and attributes are ours, never data. An attribute with an empty name is left out.
  Markup& open(std::string_view tag, Attributes attributes = {});
  Markup& close(std::string_view tag);
  /// A tag that holds nothing: <br>, <rect …/>.
  Markup& empty(std::string_view tag, Attributes attributes = {});
  Markup& element(std::string_view tag, Attributes attributes, std::string_view text);
  Markup& element(std::string_view tag, std::string_view text) { return element(tag, {}, text); }
  Markup& text(std::string_view text);
  Markup& add(const Markup& other);
  Markup& line();
  /// Text of ours that is markup already (the style sheet, the script). Never data.
  Markup& trusted(std::string_view markup);

  const std::string& str() const { return out_; }
  bool is_empty() const { return out_.empty(); }

 private:
  void start(std::string_view tag, Attributes attributes);

  std::string out_;
};

/// An attribute that is there only when it has a value.
Attribute optional_attribute(std::string_view name, const std::string& value);

std::string escaped(std::string_view text);

}  // namespace unblock::reports::text
