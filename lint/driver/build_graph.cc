#include "lint/driver/build_graph.h"

#include <filesystem>
#include <iterator>
#include <sstream>

#include "lint/driver/text_of.h"

namespace unblock::lint {
namespace {

namespace fs = std::filesystem;

std::string absolute(const std::string& folder, const std::string& path) {
  return (path.starts_with('/') ? fs::path(path) : fs::path(folder) / path).lexically_normal().string();
}

/// "libx.a", "libx.so.1", "x.o": no program, but a part of one.
bool is_part(const std::string& path) {
  const std::string name = fs::path(path).filename().string();
  for (const char* ending : {".a", ".so", ".dylib", ".lib", ".dll", ".o", ".obj", ".pch", ".gch", ".pcm"}) {
    if (name.ends_with(ending)) return true;
  }
  return name.find(".so.") != std::string::npos;
}

/// One line of a Ninja file, its continuations joined and its paths apart. "|", "||" and ":" are words of their own.
std::vector<std::string> ninja_words(std::string_view text, std::size_t& at) {
  std::vector<std::string> words;
  std::string word;
  const auto end_word = [&] {
    if (!word.empty()) words.push_back(std::move(word));
    word.clear();
  };
  for (; at < text.size() && text[at] != '\n'; ++at) {
    const char c = text[at];
    if (c == '$' && at + 1 < text.size()) {
      const char next = text[++at];
      if (next == '\n') {
        while (at + 1 < text.size() && text[at + 1] == ' ') ++at;
      } else if (next == ' ' || next == ':' || next == '$') {
        word += next;
      } else {
        (word += '$') += next;
      }
    } else if (c == ' ') {
      end_word();
    } else if (c == ':') {
      end_word();
      words.emplace_back(":");
    } else if (c != '\r') {
      word += c;
    }
  }
  end_word();
  ++at;
  return words;
}

bool makes_no_program(const std::string& rule) {
  return rule.find("CUSTOM_COMMAND") != std::string::npos || rule.find("RERUN") != std::string::npos || rule == "phony" || rule == "stamp" || rule == "copy";
}

}  // namespace

void BuildGraph::add(const std::string& output, const std::vector<std::string>& inputs) {
  auto& all = inputs_[output];
  all.insert(all.end(), inputs.begin(), inputs.end());
}

void BuildGraph::add_ninja(std::string_view text, const std::string& folder) {
  for (std::size_t at = 0; at < text.size();) {
    if (text.substr(at, 6) != "build ") {
      ninja_words(text, at);
      continue;
    }
    at += 6;
    const auto words = ninja_words(text, at);
    std::vector<std::string> outputs, inputs;
    std::size_t i = 0;
    for (; i < words.size() && words[i] != ":"; ++i) {
      if (words[i] != "|") outputs.push_back(absolute(folder, words[i]));
    }
    if (++i >= words.size() || makes_no_program(words[i])) continue;
    for (++i; i < words.size() && words[i] != "||"; ++i) {
      if (words[i] != "|") inputs.push_back(absolute(folder, words[i]));
    }
    for (const std::string& output : outputs) add(output, inputs);
  }
}

/// "c++ -O2 a.o b.o -o app libx.a", "ar qc libx.a a.o": written by CMake for each target.
void BuildGraph::add_link_command(const std::string& file, const std::string& folder) {
  const auto text = text_of(file);
  if (!text) return;
  std::istringstream lines(*text);
  std::set<std::string> lists;
  for (std::string line; std::getline(lines, line);) {
    std::istringstream words(line);
    std::vector<std::string> all(std::istream_iterator<std::string>(words), {});
    std::string output;
    std::vector<std::string> inputs;
    for (std::size_t i = 1; i < all.size(); ++i) {
      if (all[i].starts_with('@')) {  // a list of objects too long for a command line
        const std::string list = absolute(folder, all[i].substr(1));
        std::istringstream more(lists.insert(list).second ? text_of(list).value_or("") : "");
        all.insert(all.end(), std::istream_iterator<std::string>(more), {});
      } else if (all[i] == "-o" && i + 1 < all.size()) {
        output = absolute(folder, all[++i]);
      } else if (is_part(all[i])) {
        inputs.push_back(absolute(folder, all[i]));
      }
    }
    if (output.empty() && !inputs.empty() && inputs.front().ends_with(".a")) {  // of an archiver
      output = inputs.front();
      inputs.erase(inputs.begin());
    }
    if (!output.empty()) add(output, inputs);
  }
}

BuildGraph BuildGraph::read(const std::string& folder, const std::set<std::string>& objects) {
  BuildGraph graph;
  if (const auto ninja = text_of((fs::path(folder) / "build.ninja").string())) {
    graph.add_ninja(*ninja, folder);
    return graph;
  }
  std::set<std::string> seen;
  for (const std::string& object : objects) {
    const std::size_t files = object.find("/CMakeFiles/"), target = object.find(".dir/", files);
    if (files == std::string::npos || target == std::string::npos) continue;
    const std::string target_folder = object.substr(0, target + 5);
    if (seen.insert(target_folder).second) graph.add_link_command(target_folder + "link.txt", object.substr(0, files));
  }
  return graph;
}

std::map<std::string, std::set<std::string>> BuildGraph::programs_of(const std::set<std::string>& objects) const {
  std::map<std::string, std::set<std::string>> programs;
  for (const auto& [output, direct] : inputs_) {
    if (is_part(output)) continue;
    std::set<std::string> seen;
    std::vector<std::string> left = direct;
    while (!left.empty()) {
      const std::string here = std::move(left.back());
      left.pop_back();
      if (!seen.insert(here).second) continue;
      if (objects.count(here) != 0) {
        programs[here].insert(output);
      } else if (const auto next = inputs_.find(here); next != inputs_.end() && is_part(here)) {
        left.insert(left.end(), next->second.begin(), next->second.end());
      }
    }
  }
  return programs;
}

}  // namespace unblock::lint
