// All libraries the linter knows, merged, with a fast way from a function's names to the rows that speak of it.
#pragma once

#include <deque>
#include <string>
#include <string_view>
#include <unordered_map>
#include <utility>
#include <vector>

#include "lint/libraries/library_model.h"

namespace unblock::lint {

/// The names under which rows may know one function: its short name and every qualified spelling.
struct FunctionNames {
  std::string short_name;
  std::vector<std::string> qualified;
  bool c_linkage = true;  ///< whether it can be a function of a library in C
};

/// Rows by function name. `order` is the library's position: later files win.
template <class Row>
class RowIndex {
 public:
  struct Hit {
    const Row* row;
    std::size_t order;
    bool wild;
  };

  void add(const Names& names, const Row* row, std::size_t order, bool c_linkage);
  std::vector<Hit> find(const FunctionNames& function) const;
  /// Whether a row may speak of a function of this short name.
  bool may_know(const std::string& short_name) const { return !wild_.empty() || by_short_name_.count(short_name) != 0; }

 private:
  struct Entry {
    std::string pattern;
    const Names* names;
    Hit hit;
    bool c_linkage;
  };
  static void collect(const std::vector<Entry>& entries, const FunctionNames& function, std::vector<Hit>& hits);

  std::unordered_map<std::string, std::vector<Entry>> by_short_name_;
  std::vector<Entry> wild_;
};

class ModelSet {
 public:
  explicit ModelSet(std::vector<Library> libraries);
  ModelSet(const ModelSet&) = delete;
  ModelSet& operator=(const ModelSet&) = delete;

  const std::vector<Library>& libraries() const { return libraries_; }

  /// The rows that say whether the function blocks; empty where a later (or equal) row says it does not.
  std::vector<const BlockingRow*> blocking(const FunctionNames& function) const;
  bool is_nonblocking(const FunctionNames& function) const;
  std::vector<const SinkRow*> sinks(const FunctionNames& function) const;
  const WrapperRow* wrapper(const FunctionNames& function) const;
  const BufferRow* buffer(const FunctionNames& function) const;
  std::vector<const NonblockingHandleRow*> nonblocking_handles(const FunctionNames& function) const;
  std::vector<const OperationRow*> operations(const FunctionNames& function) const;
  bool may_be_operation(const std::string& short_name) const { return operations_.may_know(short_name); }

  /// All sink rows that go by parameter type or completion token.
  const std::vector<const SinkRow*>& typed_sinks() const { return typed_sinks_; }
  const TaskRow* task(std::string_view type) const;

  /// Whether any library lists `name` in the given list, for example `&Library::pools`.
  bool lists(Names Library::* list, std::string_view name) const;

  /// What plain and qualified names stand for.
  const RoleIndex& roles() const { return roles_; }

 private:
  std::vector<Library> libraries_;
  RowIndex<BlockingRow> blocking_;
  RowIndex<NonblockingRow> nonblocking_;
  RowIndex<NonblockingHandleRow> nonblocking_handles_;
  RowIndex<SinkRow> sinks_;
  RowIndex<WrapperRow> wrappers_;
  RowIndex<BufferRow> buffers_;
  RowIndex<OperationRow> operations_;
  std::deque<BlockingRow> null_callback_rows_;
  std::vector<const SinkRow*> typed_sinks_;
  RoleIndex roles_;
};

}  // namespace unblock::lint
