#include "bench/run/merge.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

namespace unblock::bench {
namespace {

using reports::HistogramBucket;

/// Of the time from the first start to the last end, what at least all must have shared.
constexpr double kLeastTogether = 0.5;

double operations_of(const Row& row) { return row.operations * static_cast<double>(row.iterations); }

std::vector<HistogramBucket> sum(const std::vector<Answer>& answers, std::vector<HistogramBucket> SideFile::* histogram) {
  std::map<double, HistogramBucket> buckets;
  for (const Answer& answer : answers) {
    for (const HistogramBucket& bucket : answer.side.*histogram) {
      const auto [place, is_new] = buckets.try_emplace(bucket.lower_ns, bucket);
      if (!is_new) place->second.count += bucket.count;
    }
  }
  std::vector<HistogramBucket> all;
  for (const auto& [lower, bucket] : buckets) all.push_back(bucket);
  return all;
}

void add_quantiles(std::map<std::string, double>& metrics, const std::string& prefix, const std::vector<HistogramBucket>& buckets) {
  double total = 0;
  for (const HistogramBucket& bucket : buckets) total += static_cast<double>(bucket.count);
  if (total == 0) return;
  metrics[prefix + "_n"] = total;
  for (const auto& [name, q] : {std::pair("_p50_ns", 0.5), std::pair("_p90_ns", 0.9), std::pair("_p99_ns", 0.99), std::pair("_p999_ns", 0.999), std::pair("_max_ns", 1.0)}) {
    const double rank = std::max(1.0, std::ceil(q * total));
    double seen = 0;
    for (const HistogramBucket& bucket : buckets) {
      seen += static_cast<double>(bucket.count);
      if (seen < rank) continue;
      metrics[prefix + name] = bucket.lower_ns + (bucket.upper_ns - bucket.lower_ns - 1) / 2;
      break;
    }
  }
}

/// The share of the whole time in which all of them measured; below 0 where one does not say.
double together(const std::vector<Answer>& answers) {
  std::int64_t first = answers[0].side.measured_from_ns, last = answers[0].side.measured_to_ns, all_from = first, all_to = last;
  for (const Answer& answer : answers) {
    const SideFile& side = answer.side;
    if (side.measured_from_ns >= side.measured_to_ns) return -1;
    first = std::min(first, side.measured_from_ns);
    last = std::max(last, side.measured_to_ns);
    all_from = std::max(all_from, side.measured_from_ns);
    all_to = std::min(all_to, side.measured_to_ns);
  }
  return static_cast<double>(std::max<std::int64_t>(0, all_to - all_from)) / static_cast<double>(last - first);
}

std::string why_not_together(double share) {
  if (share < 0) return "one of the clients does not say when it measured, so that several cannot be added";
  if (share >= kLeastTogether) return {};
  return fmt::format("the clients measured at the same time for {:.0f} % only: give them longer with --min-time", share * 100);
}

/// Mean over all operations, of the metrics that all have: costs and shares. A quantile is no such thing, and is taken from the histograms.
void add_means(std::map<std::string, double>& metrics, const std::vector<Answer>& answers, double operations) {
  for (const auto& [name, unused] : answers[0].row.metrics) {
    if (!name.ends_with("_per_op") && !name.ends_with("_share")) continue;
    double total = 0;
    for (const Answer& answer : answers) {
      const auto found = answer.row.metrics.find(name);
      total += found == answer.row.metrics.end() ? 0 : found->second * operations_of(answer.row);
    }
    metrics[name] = total / operations;
  }
}

void add_sums(std::map<std::string, double>& metrics, const std::vector<Answer>& answers) {
  for (const char* name : {"rss_peak_bytes", "threads"}) {
    for (const Answer& answer : answers) {
      const auto found = answer.row.metrics.find(name);
      if (found != answer.row.metrics.end()) metrics[name] += found->second;
    }
  }
}

Claim sum_of_claims(const std::vector<Answer>& answers) {
  Claim sum;
  for (const Answer& answer : answers) {
    const Claim& one = answer.side.claim;
    for (std::uint64_t Claim::* figure : {&Claim::connections, &Claim::requests, &Claim::bytes_out, &Claim::bytes_in, &Claim::unix_connections, &Claim::tls_connections,
                                          &Claim::tls_resumed, &Claim::datagrams_out, &Claim::datagrams_in, &Claim::datagrams_dropped, &Claim::digest}) {
      sum.*figure += one.*figure;
    }
  }
  return sum;
}

Row sum_of_rows(const std::vector<Answer>& answers) {
  Row row;
  double per_ns = 0;
  row.iterations = 1;
  row.operations = 0;
  for (const Answer& answer : answers) {
    const Row& one = answer.row;
    row.operations += operations_of(one);
    per_ns += one.operations / one.real_time_ns;
    row.cpu_time_ns += one.cpu_time_ns * static_cast<double>(one.iterations);
  }
  row.real_time_ns = row.operations / per_ns;
  add_means(row.metrics, answers, row.operations);
  add_sums(row.metrics, answers);
  row.metrics["time_ns_per_op"] = 1 / per_ns;
  row.metrics["ops_per_second"] = per_ns * 1e9;
  return row;
}

}  // namespace

Answer merged(const std::vector<Answer>& answers) {
  if (answers.size() == 1) return answers[0];
  const auto refused = std::find_if(answers.begin(), answers.end(), [](const Answer& answer) { return static_cast<bool>(answer.row.refusal); });
  if (refused != answers.end()) return *refused;
  Answer all{.row = {}, .side = answers[0].side};
  const double share = together(answers);
  if (const std::string why = why_not_together(share); !why.empty()) {
    all.row.refusal = {Refusal::Why::failed, why};
    return all;
  }
  all.row = sum_of_rows(answers);
  all.row.metrics["together_share"] = share;
  all.side.claim = sum_of_claims(answers);
  all.side.latency = sum(answers, &SideFile::latency);
  all.side.uncorrected = sum(answers, &SideFile::uncorrected);
  add_quantiles(all.row.metrics, "latency", all.side.latency);
  add_quantiles(all.row.metrics, "latency_uncorrected", all.side.uncorrected);
  all.side.configuration["clients"] = fmt::format("{} processes", answers.size());
  return all;
}

}  // namespace unblock::bench
