// Names as small numbers, so that a program of many units is joined and searched without comparing text.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace unblock::lint {

using Symbol = unsigned;

class Symbols {
 public:
  Symbol intern(std::string_view name) {
    const auto [found, is_new] = numbers_.try_emplace(std::string(name), static_cast<Symbol>(names_.size()));
    if (is_new) names_.push_back(&found->first);
    return found->second;
  }
  const std::string& name(Symbol symbol) const { return *names_[symbol]; }
  std::size_t size() const { return names_.size(); }

 private:
  std::unordered_map<std::string, Symbol> numbers_;
  std::vector<const std::string*> names_;
};

}  // namespace unblock::lint
