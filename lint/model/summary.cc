#include "lint/model/summary.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "reports/model/error.h"

namespace unblock::lint {

NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(SummaryStep, callee, file, line)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(BlockingSummary, tier, callee, instead, sync_wait, certain, path)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(ParameterSummary, index, called_now, kept_for)
NLOHMANN_DEFINE_TYPE_NON_INTRUSIVE(FunctionSummary, id, name, coroutine, context, blocks, parameters, calls)

namespace {

constexpr int kFormat = 1;

template <class T>
void add_new(std::vector<T>& into, const std::vector<T>& from) {
  for (const T& each : from) {
    if (std::find(into.begin(), into.end(), each) == into.end()) into.push_back(each);
  }
}

void merge_parameters(std::vector<ParameterSummary>& into, const std::vector<ParameterSummary>& from) {
  for (const ParameterSummary& each : from) {
    const auto known = std::find_if(into.begin(), into.end(), [&](const ParameterSummary& other) { return other.index == each.index; });
    if (known == into.end()) {
      into.push_back(each);
    } else {
      known->called_now = known->called_now || each.called_now;
      if (known->kept_for.empty()) known->kept_for = each.kept_for;
    }
  }
}

}  // namespace

std::string summaries_to_text(const Summaries& summaries) {
  nlohmann::json functions = nlohmann::json::array();
  for (const auto& [id, summary] : summaries) functions.push_back(summary);
  return nlohmann::json{{"format", kFormat}, {"functions", functions}}.dump(1, ' ', false, nlohmann::json::error_handler_t::replace) + "\n";
}

Summaries summaries_from_text(std::string_view text, const std::string& file) {
  try {
    const auto all = nlohmann::json::parse(text);
    if (all.at("format") != kFormat) {
      throw reports::InputError(fmt::format("'{}' holds summaries of format {}, expected {}: make them anew", file,
                                            all.at("format").dump(), kFormat));
    }
    Summaries summaries;
    for (const auto& each : all.at("functions")) {
      FunctionSummary summary = each.get<FunctionSummary>();
      summaries.emplace(summary.id, std::move(summary));
    }
    return summaries;
  } catch (const nlohmann::json::exception& error) {
    throw reports::InputError(fmt::format("'{}' holds no function summaries: {}", file, error.what()));
  }
}

void merge_summaries(Summaries& into, const Summaries& from) {
  for (const auto& [id, summary] : from) {
    const auto [known, is_new] = into.emplace(id, summary);
    if (is_new) continue;
    FunctionSummary& target = known->second;
    target.coroutine = target.coroutine || summary.coroutine;
    if (target.context.empty()) target.context = summary.context;
    add_new(target.blocks, summary.blocks);
    add_new(target.calls, summary.calls);
    merge_parameters(target.parameters, summary.parameters);
  }
}

}  // namespace unblock::lint
