// md4c reads (CommonMark and tables); what it reports is written through Markup, so nothing passes unescaped.
#include "reports/html/markdown.h"

#include <md4c.h>

#include <algorithm>
#include <string>
#include <vector>

namespace unblock::reports::html {
namespace {

constexpr std::size_t kMostBytes = 200'000;

struct State {
  text::Markup out;
  unsigned top_level = 2;
  bool skips_title = false;
  bool in_title = false;
  unsigned pictures = 0;
  std::vector<bool> links;  ///< for each open link, whether it was written
};

std::string heading_tag(const State& state, const void* detail) {
  const unsigned level = static_cast<const MD_BLOCK_H_DETAIL*>(detail)->level - 1 + state.top_level;
  return "h" + std::to_string(std::min(level, 6u));
}

const char* plain_tag(MD_BLOCKTYPE type) {
  switch (type) {
    case MD_BLOCK_QUOTE: return "blockquote";
    case MD_BLOCK_UL: return "ul";
    case MD_BLOCK_OL: return "ol";
    case MD_BLOCK_LI: return "li";
    case MD_BLOCK_P: return "p";
    case MD_BLOCK_THEAD: return "thead";
    case MD_BLOCK_TBODY: return "tbody";
    case MD_BLOCK_TR: return "tr";
    case MD_BLOCK_TH: return "th";
    case MD_BLOCK_TD: return "td";
    default: return nullptr;
  }
}

int enter_block(MD_BLOCKTYPE type, void* detail, void* user) {
  State& state = *static_cast<State*>(user);
  if (type == MD_BLOCK_H) {
    state.in_title = state.skips_title;
    state.skips_title = false;
    if (!state.in_title) state.out.open(heading_tag(state, detail));
  } else if (type == MD_BLOCK_CODE) {
    state.out.open("pre", {{"tabindex", "0"}}).open("code");
  } else if (type == MD_BLOCK_TABLE) {
    state.out.open("table", {{"border", "1"}, {"cellpadding", "5"}, {"cellspacing", "0"}});
  } else if (type == MD_BLOCK_HR) {
    state.out.empty("hr");
  } else if (const char* tag = plain_tag(type)) {
    state.out.open(tag);
  }
  return 0;
}

int leave_block(MD_BLOCKTYPE type, void* detail, void* user) {
  State& state = *static_cast<State*>(user);
  if (type == MD_BLOCK_H) {
    if (!state.in_title) state.out.close(heading_tag(state, detail)).line();
    state.in_title = false;
  } else if (type == MD_BLOCK_CODE) {
    state.out.close("code").close("pre").line();
  } else if (type == MD_BLOCK_TABLE) {
    state.out.close("table").line();
  } else if (const char* tag = plain_tag(type)) {
    state.out.close(tag).line();
  }
  return 0;
}

/// A list of what may stand, never of what may not: an entity such as &colon; inside an address stays an entity and so
/// cannot make another scheme of it.
bool is_harmless(std::string_view address) {
  return address.starts_with("https://") || address.starts_with("http://") || address.starts_with("#");
}

const char* plain_tag(MD_SPANTYPE type) {
  switch (type) {
    case MD_SPAN_EM: return "em";
    case MD_SPAN_STRONG: return "strong";
    case MD_SPAN_CODE: return "code";
    case MD_SPAN_DEL: return "del";
    default: return nullptr;
  }
}

int enter_span(MD_SPANTYPE type, void* detail, void* user) {
  State& state = *static_cast<State*>(user);
  if (state.in_title) return 0;
  if (type == MD_SPAN_A) {
    const MD_ATTRIBUTE& address = static_cast<const MD_SPAN_A_DETAIL*>(detail)->href;
    const std::string target(address.text, address.size);
    state.links.push_back(is_harmless(target));
    if (state.links.back()) state.out.open("a", {{"href", target}, {"rel", "noreferrer"}});
  } else if (const char* tag = plain_tag(type)) {
    state.out.open(tag);
  }
  return 0;
}

int leave_span(MD_SPANTYPE type, void*, void* user) {
  State& state = *static_cast<State*>(user);
  if (state.in_title) return 0;
  if (type == MD_SPAN_A) {
    if (state.links.back()) state.out.close("a");
    state.links.pop_back();
  } else if (const char* tag = plain_tag(type)) {
    state.out.close(tag);
  }
  return 0;
}

/// The few entities that authors write; any other stays as it was written.
std::string_view decoded(std::string_view entity) {
  constexpr std::pair<std::string_view, std::string_view> kKnown[] = {
      {"&lt;", "<"}, {"&gt;", ">"}, {"&amp;", "&"}, {"&quot;", "\""}, {"&nbsp;", " "}};
  for (const auto& [name, text] : kKnown) {
    if (entity == name) return text;
  }
  return entity;
}

int add_text(MD_TEXTTYPE type, const MD_CHAR* text, MD_SIZE size, void* user) {
  State& state = *static_cast<State*>(user);
  if (state.in_title) return 0;
  const std::string_view words(text, size);
  switch (type) {
    case MD_TEXT_NULLCHAR: state.out.text("\xEF\xBF\xBD"); break;
    case MD_TEXT_BR: state.out.empty("br"); break;
    case MD_TEXT_SOFTBR: state.out.line(); break;
    case MD_TEXT_ENTITY: state.out.text(decoded(words)); break;
    default: state.out.text(words);
  }
  return 0;
}

}  // namespace

text::Markup markdown(std::string_view source, unsigned top_level, bool without_title) {
  State state;
  state.top_level = top_level;
  state.skips_title = without_title;
  MD_PARSER parser = {};
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_NOHTML | MD_FLAG_PERMISSIVEURLAUTOLINKS;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = add_text;
  source = source.substr(0, kMostBytes);
  md_parse(source.data(), static_cast<MD_SIZE>(source.size()), &parser, &state);
  return std::move(state.out);
}

}  // namespace unblock::reports::html
