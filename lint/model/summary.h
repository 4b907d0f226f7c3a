// What one function does to its callers, as plain data: it can be written to disk, read back and merged with the summaries of
// other translation units. Nothing of Clang in here; summarise.h makes them.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace unblock::lint {

struct SummaryStep {
  std::string callee;  ///< as messages call it
  std::string file;
  unsigned line = 0;

  friend bool operator==(const SummaryStep&, const SummaryStep&) = default;
};

/// A call that waits, and the way to it from the function's body.
struct BlockingSummary {
  std::string tier;
  std::string callee;
  std::string instead;
  bool sync_wait = false;
  bool certain = true;
  std::vector<SummaryStep> path;  ///< the last step is the blocking call

  friend bool operator==(const BlockingSummary&, const BlockingSummary&) = default;
};

/// A callable parameter that the function calls before it returns, or keeps to be run later.
struct ParameterSummary {
  unsigned index = 0;
  bool called_now = false;
  std::string kept_for;  ///< "loop", "pool", "thread", or empty

  friend bool operator==(const ParameterSummary&, const ParameterSummary&) = default;
};

struct FunctionSummary {
  std::string id;    ///< Clang's unified symbol resolution: the same in every unit
  std::string name;
  bool coroutine = false;
  std::string context;             ///< why it runs on an event loop; empty when it does not, as far as the unit shows
  std::vector<BlockingSummary> blocks;
  std::vector<ParameterSummary> parameters;
  std::vector<std::string> calls;  ///< ids of functions it calls whose bodies are elsewhere

  friend bool operator==(const FunctionSummary&, const FunctionSummary&) = default;
};

using Summaries = std::map<std::string, FunctionSummary>;  ///< by id

/// JSON, sorted by id, so that equal summaries give equal bytes.
std::string summaries_to_text(const Summaries& summaries);

/// Throws reports::InputError when the text is not what summaries_to_text() writes.
Summaries summaries_from_text(std::string_view text, const std::string& file);

/// Adds `from` to `into`. Of a function that several units define, everything that any of them knows is kept once.
void merge_summaries(Summaries& into, const Summaries& from);

}  // namespace unblock::lint
