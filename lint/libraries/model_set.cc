#include "lint/libraries/model_set.h"

#include <algorithm>
#include <optional>

#include "lint/libraries/name_pattern.h"

namespace unblock::lint {

template <class Row>
void RowIndex<Row>::add(const Names& names, const Row* row, std::size_t order, bool c_linkage) {
  for (const std::string& pattern : names.names) {
    const std::string last(last_component(pattern));
    const bool wild = pattern.find('*') != std::string::npos;
    Entry entry{pattern, &names, {row, order, wild}, c_linkage};
    if (last.find('*') == std::string::npos || last == "operator*") {
      by_short_name_[last].push_back(std::move(entry));
    } else {
      wild_.push_back(std::move(entry));
    }
  }
}

template <class Row>
void RowIndex<Row>::collect(const std::vector<Entry>& entries, const FunctionNames& function, std::vector<Hit>& hits) {
  for (const Entry& entry : entries) {
    if (entry.c_linkage && !function.c_linkage) continue;
    const bool matches = std::any_of(function.qualified.begin(), function.qualified.end(),
                                     [&](const std::string& name) { return name_matches(entry.pattern, name); });
    if (!matches) continue;
    const bool excepted = std::any_of(entry.names->except.begin(), entry.names->except.end(), [&](const std::string& pattern) {
      return std::any_of(function.qualified.begin(), function.qualified.end(),
                         [&](const std::string& name) { return name_matches(pattern, name); });
    });
    if (!excepted) hits.push_back(entry.hit);
  }
}

template <class Row>
std::vector<typename RowIndex<Row>::Hit> RowIndex<Row>::find(const FunctionNames& function) const {
  std::vector<Hit> hits;
  const auto found = by_short_name_.find(function.short_name);
  if (found != by_short_name_.end()) collect(found->second, function, hits);
  collect(wild_, function, hits);
  return hits;
}

namespace {
/// libuv's rule as a blocking row: without a callback the call is synchronous.
BlockingRow null_callback_row(const SyncFunctionRow& row) {
  BlockingRow made;
  made.functions = row.functions;
  made.tier = row.tier;
  made.instead = row.instead;
  Condition no_callback;
  no_callback.argument = ArgumentRef{ArgumentRef::Kind::index, row.callback};
  no_callback.is_null = true;
  made.only_if = {no_callback};
  made.null_callback = true;
  return made;
}
}  // namespace

ModelSet::ModelSet(std::vector<Library> libraries) : libraries_(std::move(libraries)) {
  const auto add_all = [this](auto& index, const auto& rows, std::size_t order) {
    for (const auto& row : rows) index.add(row.functions, &row, order, libraries_[order].c_linkage);
  };
  for (std::size_t order = 0; order < libraries_.size(); ++order) {
    const Library& library = libraries_[order];
    add_all(blocking_, library.blocking, order);
    add_all(nonblocking_, library.nonblocking, order);
    add_all(nonblocking_handles_, library.nonblocking_handles, order);
    add_all(sinks_, library.sinks, order);
    add_all(wrappers_, library.wrappers, order);
    add_all(buffers_, library.buffers, order);
    add_all(operations_, library.operations, order);
    for (const SyncFunctionRow& row : library.sync_functions) {
      BlockingRow& made = null_callback_rows_.emplace_back(null_callback_row(row));
      blocking_.add(made.functions, &made, order, library.c_linkage);
    }
    for (const SinkRow& row : library.sinks) {
      if (row.functions.names.empty()) typed_sinks_.push_back(&row);
    }
    for (const RoleName& name : library.roles) roles_.add(name);
  }
}

std::vector<const BlockingRow*> ModelSet::blocking(const FunctionNames& function) const {
  const auto hits = blocking_.find(function);
  if (hits.empty()) return {};
  const std::size_t newest =
      std::max_element(hits.begin(), hits.end(), [](const auto& a, const auto& b) { return a.order < b.order; })->order;
  for (const auto& hit : nonblocking_.find(function)) {
    if (hit.order >= newest) return {};
  }
  std::vector<const BlockingRow*> rows;
  const bool exact = std::any_of(hits.begin(), hits.end(), [&](const auto& hit) { return hit.order == newest && !hit.wild; });
  for (const auto& hit : hits) {
    if (hit.order == newest && hit.wild != exact) rows.push_back(hit.row);
  }
  return rows;
}

bool ModelSet::is_nonblocking(const FunctionNames& function) const {
  return !nonblocking_.find(function).empty() && blocking(function).empty();
}

std::vector<const SinkRow*> ModelSet::sinks(const FunctionNames& function) const {
  std::vector<const SinkRow*> rows;
  for (const auto& hit : sinks_.find(function)) rows.push_back(hit.row);
  return rows;
}

namespace {
template <class Row>
const Row* last_row(const std::vector<typename RowIndex<Row>::Hit>& hits) {
  return hits.empty() ? nullptr : hits.back().row;
}
}  // namespace

const WrapperRow* ModelSet::wrapper(const FunctionNames& function) const {
  return last_row<WrapperRow>(wrappers_.find(function));
}

const BufferRow* ModelSet::buffer(const FunctionNames& function) const {
  return last_row<BufferRow>(buffers_.find(function));
}

std::vector<const NonblockingHandleRow*> ModelSet::nonblocking_handles(const FunctionNames& function) const {
  std::vector<const NonblockingHandleRow*> rows;
  for (const auto& hit : nonblocking_handles_.find(function)) rows.push_back(hit.row);
  return rows;
}

std::vector<const OperationRow*> ModelSet::operations(const FunctionNames& function) const {
  std::vector<const OperationRow*> rows;
  for (const auto& hit : operations_.find(function)) rows.push_back(hit.row);
  return rows;
}

const TaskRow* ModelSet::task(std::string_view type) const {
  for (auto library = libraries_.rbegin(); library != libraries_.rend(); ++library) {
    for (const TaskRow& row : library->tasks) {
      if (names_match(row.types, type)) return &row;
    }
  }
  return nullptr;
}

bool ModelSet::lists(Names Library::* list, std::string_view name) const {
  return std::any_of(libraries_.begin(), libraries_.end(),
                     [&](const Library& library) { return names_match(library.*list, name); });
}

}  // namespace unblock::lint
