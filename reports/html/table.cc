// border and cellpadding are attributes, so they hold where style sheets are blocked.
#include "reports/html/table.h"

#include <fmt/format.h>

#include <cmath>

namespace unblock::reports::html {

Field words(const std::string& text) {
  Field field;
  field.content.text(text);
  return field;
}

Field figure(const std::string& text, double value) {
  Field field = words(text);
  if (std::isfinite(value)) field.sort_by = fmt::format("{:.6g}", value);
  field.numeric = true;
  return field;
}

Field missing(const std::string& why) {
  Field field;
  field.content.element("span", {{"class", "na"}, text::optional_attribute("title", why)}, "–");
  field.numeric = true;
  return field;
}

void Table::row(const std::vector<Field>& fields, const std::string& series, const std::string& id) {
  numeric_.resize(columns_.size());
  rows_.open("tr", {text::optional_attribute("id", id), text::optional_attribute("data-series", series)});
  for (std::size_t i = 0; i < fields.size(); ++i) {
    const Field& field = fields[i];
    if (field.numeric) numeric_[i] = true;
    const std::string_view tag = i == 0 ? "th" : "td";
    rows_.open(tag, {{i == 0 ? "scope" : std::string_view{}, "row"}, {field.numeric ? "class" : std::string_view{}, "n"},
                     {field.numeric ? "align" : std::string_view{}, "right"},
                     text::optional_attribute("data-v", field.sort_by),
                     text::optional_attribute("colspan", field.span > 1 ? std::to_string(field.span) : "")});
    rows_.add(field.content).close(tag);
  }
  rows_.close("tr").line();
}

text::Markup Table::markup(bool sortable) const {
  text::Markup out;
  out.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "region"}, {"aria-label", caption_}});
  out.open("table", {{"border", "1"}, {"cellpadding", "5"}, {"cellspacing", "0"}, {sortable ? "class" : std::string_view{}, "sortable"}});
  out.element("caption", caption_).open("thead").open("tr");
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    const bool numeric = i < numeric_.size() && numeric_[i];
    out.element("th", {{"scope", "col"}, {numeric ? "class" : std::string_view{}, "n"}}, columns_[i]);
  }
  out.close("tr").close("thead").open("tbody").line().add(rows_).close("tbody").close("table").close("div").line();
  return out;
}

}  // namespace unblock::reports::html
