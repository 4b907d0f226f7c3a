// The numbers are folded away, not left out: they are there for those who cannot see the drawing, or do not believe it.
#include "reports/html/figure.h"

namespace unblock::reports::html {
namespace {

text::Markup drawn(const Caption& caption, const Plot& plot) {
  text::Markup out;
  out.open("figure", {{"id", caption.id}}).line();
  out.open("figcaption").element("strong", caption.title).text(" ");
  out.element("span", {{"class", "how"}}, caption.description).close("figcaption").line();
  out.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", caption.title}});
  return out.add(plot.svg(caption.title)).close("div");
}

}  // namespace

text::Markup figure_of(const Caption& caption, const Plot& plot, const Table& numbers) {
  if (numbers.is_empty()) return {};
  text::Markup out = drawn(caption, plot);
  out.open("details").element("summary", "Numbers").add(numbers.markup()).close("details");
  return out.close("figure").line();
}

text::Markup figure_beside(const Caption& caption, const Plot& plot, const std::string& table_id) {
  text::Markup out = drawn(caption, plot);
  out.open("p", {{"class", "how"}}).element("a", {{"href", "#" + table_id}}, "In the table").close("p");
  return out.close("figure").line();
}

}  // namespace unblock::reports::html
