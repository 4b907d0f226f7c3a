// Names that must differ: ids of a page, columns of a file.
#pragma once

#include <map>
#include <string>

namespace unblock::reports::text {

class Names {
 public:
  /// The name itself the first time, then "name-2", "name-3".
  std::string unique(const std::string& name) {
    std::string made = name;
    while (++taken_[made] > 1) made = name + "-" + std::to_string(taken_[made]);
    return made;
  }

 private:
  std::map<std::string, unsigned> taken_;
};

}  // namespace unblock::reports::text
