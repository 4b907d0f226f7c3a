// A chapter file: "# Title", one paragraph (the idea), then lines "Workloads: `a`, `b`" and "Checks: `c`", then the text.
#include "reports/html/guide.h"

#include <algorithm>

#include "guide_chapters.h"
#include "reports/html/markdown.h"
#include "reports/text/clean.h"

namespace unblock::reports::html {
namespace {

std::string_view line_at(std::string_view text, std::size_t begin) {
  return text.substr(begin, std::min(text.find('\n', begin), text.size()) - begin);
}

/// The words in backquotes of the line that starts with `label`.
std::vector<std::string> names_after(std::string_view text, std::string_view label) {
  const std::string start = "\n" + std::string(label);
  const std::size_t found = text.find(start);
  std::vector<std::string> names;
  if (found == std::string_view::npos) return names;
  const std::string_view line = line_at(text, found + 1);
  for (std::size_t open = line.find('`'); open != std::string_view::npos;) {
    const std::size_t close = line.find('`', open + 1);
    if (close == std::string_view::npos) break;
    names.emplace_back(line.substr(open + 1, close - open - 1));
    open = line.find('`', close + 1);
  }
  return names;
}

std::string first_paragraph(std::string_view text) {
  const std::size_t begin = text.find("\n\n");
  if (begin == std::string_view::npos) return "";
  std::string paragraph(text.substr(begin + 2, text.find("\n\n", begin + 2) - begin - 2));
  std::replace(paragraph.begin(), paragraph.end(), '\n', ' ');
  return paragraph;
}

/// "03-overlap.md" → "guide-overlap"
std::string id_of(std::string_view path) {
  std::string name(path.substr(0, path.rfind('.')));
  const std::size_t dash = name.find('-');
  return "guide-" + text::slug(dash == std::string::npos ? name : name.substr(dash + 1));
}

Chapter chapter_from(const embedded::File& file) {
  const std::string_view heading = line_at(file.text, 0);
  return {id_of(file.path), std::string(heading.substr(std::min<std::size_t>(2, heading.size()))), first_paragraph(file.text),
          names_after(file.text, "Workloads:"), names_after(file.text, "Checks:"), file.text};
}

bool names(const std::vector<std::string>& list, const std::string& name) {
  return std::find(list.begin(), list.end(), name) != list.end();
}

}  // namespace

const std::vector<Chapter>& chapters() {
  static const std::vector<Chapter> all = [] {
    std::vector<Chapter> made;
    for (const embedded::File& file : embedded::guide_chapters()) made.push_back(chapter_from(file));
    return made;
  }();
  return all;
}

const Chapter* chapter_of_workload(const std::string& workload) {
  for (const Chapter& chapter : chapters()) {
    if (names(chapter.workloads, workload)) return &chapter;
  }
  return nullptr;
}

const Chapter* chapter_of_check(const std::string& check) {
  for (const Chapter& chapter : chapters()) {
    if (names(chapter.checks, check)) return &chapter;
  }
  return nullptr;
}

text::Markup guide_section(const std::vector<const Chapter*>& wanted) {
  text::Markup out;
  if (wanted.empty()) return out;
  out.open("section", {{"id", "guide"}, {"aria-labelledby", "guide-h"}}).element("h2", {{"id", "guide-h"}}, "The ideas behind it").line();
  for (const Chapter* chapter : wanted) {
    out.open("details", {{"class", "chapter"}, {"id", chapter->id}});
    out.open("summary").element("h3", chapter->title).close("summary");
    out.open("div", {{"class", "prose"}}).add(markdown(chapter->text, 4, true)).close("div").close("details").line();
  }
  return out.close("section");
}

}  // namespace unblock::reports::html
