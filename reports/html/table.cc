// border, cellpadding and align are attributes, so they hold where style sheets are blocked. End tags that HTML lets one
// leave out are left out: tables are half of the page.
#include "reports/html/table.h"

#include <fmt/format.h>

#include <algorithm>

namespace unblock::reports::html {

Field words(const std::string& text) {
  Field field;
  field.content.text(text);
  return field;
}

Field number(const std::string& text) {
  Field field = words(text);
  field.numeric = true;
  return field;
}

Field missing(const std::string& why) {
  Field field;
  field.content.text("–");
  field.numeric = true;
  field.hint = why;
  return field;
}

void Table::row(const std::vector<Field>& fields) {
  numeric_.resize(columns_.size());
  rows_.open("tr");
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (i == 0) {
      rows_.open("th", {text::optional_attribute("data-group", std::string(field.group))}).add(field.content);
      continue;
    }
    if (field.numeric) numeric_[i] = true;
    const std::string_view word_attribute = field.numeric ? std::string_view{} : "class";
    rows_.open("td", {{word_attribute, "w"}, text::optional_attribute("colspan", field.span > 1 ? std::to_string(field.span) : ""), text::optional_attribute("title", field.hint)});
    rows_.add(field.content);
  }
  rows_.line();
}

text::Markup Table::markup(bool sortable) const {
  const bool any_number = std::find(numeric_.begin(), numeric_.end(), true) != numeric_.end();
  text::Markup out;
  out.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption_.substr(0, caption_.find(": the "))}});
  out.open("table", {{"border", "1"}, {"cellpadding", "5"}, {"cellspacing", "0"}, text::optional_attribute("id", id_), {sortable ? "class" : std::string_view{}, "sortable"}});
  out.element("caption", caption_).open("thead").open("tr");
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool numeric = i < numeric_.size() && numeric_[i];
    out.element("th", {{numeric ? "class" : std::string_view{}, "n"}}, columns_[i]);
  }
  out.open("tbody", {{any_number ? "align" : std::string_view{}, "right"}}).line().add(rows_).close("table").close("div").line();
  return out;
}

}  // namespace unblock::reports::html
