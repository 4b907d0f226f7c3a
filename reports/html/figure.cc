// The numbers are folded away, not left out: they are there for those who cannot see the drawing, or do not believe it.
#include "reports/html/figure.h"

namespace unblock::reports::html {

text::Markup figure_of(const Caption& caption, const Plot& plot, const Table& numbers) {
  text::Markup out;
  if (numbers.is_empty()) return out;
  out.open("figure", {{"id", caption.id}}).line();
  out.open("figcaption").element("strong", caption.title).text(" ").element("span", {{"class", "how"}}, caption.description);
  out.close("figcaption").line();
  out.open("div", {{"class", "scroll"}, {"tabindex", "0"}, {"role", "group"}, {"aria-label", caption.title}});
  out.add(plot.svg(caption.title, caption.description)).close("div");
  out.open("details").element("summary", "Numbers").add(numbers.markup()).close("details");
  return out.close("figure").line();
}

}  // namespace unblock::reports::html
