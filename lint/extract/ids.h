// Names for functions and variables that hold in every unit: Clang's USRs, and beside them what other units cannot name.
#pragma once

#include <map>
#include <set>
#include <string>
#include <unordered_map>

#include "lint/extract/unit.h"

namespace unblock::lint {

class Ids {
 public:
  explicit Ids(const Unit& unit);

  const std::string& of(const clang::FunctionDecl& function);
  /// A parameter ("ID#0"), a member, a global or a local.
  const std::string& of(const clang::ValueDecl& variable);

  std::string of(const clang::CXXRecordDecl& record) const;

  /// Whether other units may speak of it: parameters count with their functions.
  bool is_shared(const clang::NamedDecl& decl) const;

 private:
  std::string make(const clang::FunctionDecl& function);
  std::string make(const clang::ValueDecl& variable);
  std::string local(const std::string& name) const;
  std::string usr_of(const clang::Decl& decl) const;
  std::string unique(const std::string& id);

  const Unit& unit_;
  std::string file_;
  std::unordered_map<const clang::Decl*, std::string> ids_;
  std::set<std::string> taken_;
  std::map<const Function*, unsigned> lambdas_;  ///< how many each function has so far
  unsigned locals_ = 0;
};

}  // namespace unblock::lint
