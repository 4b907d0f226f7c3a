// The bounds are far beyond what a worker in order writes, and small enough that a broken one costs nothing.
#include "bench/protocol/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <cmath>
#include <nlohmann/json.hpp>

#include "reports/json/parse.h"
#include "reports/text/clean.h"

namespace unblock::bench {
namespace {

using nlohmann::json;
using reports::HistogramBucket;

constexpr std::size_t kMostBuckets = 10'000, kMostSpans = 10'000, kMostMetrics = 1'000, kMostConfiguration = 200, kLongestText = 4'000;

double number_in(const json& value, const char* what) {
  const double number = value.is_number() ? value.get<double>() : std::nan("");
  if (!std::isfinite(number)) throw ProtocolError(fmt::format("gives a {} that is no number", what));
  return number;
}

json flat(const std::vector<HistogramBucket>& buckets) {
  json rows = json::array();
  for (const HistogramBucket& bucket : buckets) rows.push_back({bucket.lower_ns, bucket.upper_ns, bucket.count});
  return rows;
}

/// Rising and without overlap, as the readers of results demand.
std::vector<HistogramBucket> histogram_in(const json& side, const char* key) {
  std::vector<HistogramBucket> buckets;
  if (!side.contains(key)) return buckets;
  if (side[key].size() > kMostBuckets) throw ProtocolError(fmt::format("gives a histogram of {} buckets; {} at most are allowed", side[key].size(), kMostBuckets));
  double end = 0;
  for (const json& row : side[key]) {
    const HistogramBucket bucket{number_in(row.at(0), "histogram"), number_in(row.at(1), "histogram"), row.at(2).is_number_unsigned() ? row.at(2).get<std::uint64_t>() : 0};
    constexpr std::uint64_t kMostCounted = std::uint64_t{1} << 53;
    if (bucket.lower_ns < end || bucket.upper_ns <= bucket.lower_ns || bucket.count == 0 || bucket.count > kMostCounted) {
      throw ProtocolError(fmt::format("gives a histogram whose bucket from {:g} to {:g} ns cannot be", bucket.lower_ns, bucket.upper_ns));
    }
    end = bucket.upper_ns;
    buckets.push_back(bucket);
  }
  return buckets;
}

std::vector<reports::Span> spans_in(const json& side) {
  std::vector<reports::Span> spans;
  if (!side.contains("spans")) return spans;
  if (side["spans"].size() > kMostSpans) throw ProtocolError(fmt::format("gives {} spans; {} at most are allowed", side["spans"].size(), kMostSpans));
  for (const json& row : side["spans"]) {
    const double task = number_in(row.at(0), "span");
    const reports::Span span{static_cast<unsigned>(std::clamp(task, 0.0, 4e9)), number_in(row.at(1), "span"), number_in(row.at(2), "span")};
    if (span.end_ns < span.start_ns) throw ProtocolError("gives a span that ends before it begins");
    spans.push_back(span);
  }
  return spans;
}

Claim claim_in(const json& claim) {
  const auto digits = claim.at("digest").get<std::string>();
  Claim result;
  result.connections = claim.at("connections");
  result.requests = claim.at("requests");
  result.bytes_out = claim.at("bytes_out");
  result.bytes_in = claim.at("bytes_in");
  result.unix_connections = claim.value("unix_connections", result.unix_connections);
  result.tls_connections = claim.value("tls_connections", result.tls_connections);
  result.tls_resumed = claim.value("tls_resumed", result.tls_resumed);
  result.datagrams_out = claim.value("datagrams_out", result.datagrams_out);
  result.datagrams_in = claim.value("datagrams_in", result.datagrams_in);
  result.datagrams_dropped = claim.value("datagrams_dropped", result.datagrams_dropped);
  const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), result.digest, 16);
  if (error != std::errc() || end != digits.data() + digits.size()) throw ProtocolError("gives a digest that is no hexadecimal number");
  return result;
}

std::map<std::string, std::string> configuration_in(const json& object) {
  std::map<std::string, std::string> configuration;
  if (object.size() > kMostConfiguration) throw ProtocolError(fmt::format("gives {} settings; {} at most are allowed", object.size(), kMostConfiguration));
  for (const auto& [key, value] : object.items()) {
    if (!value.is_string()) throw ProtocolError("gives a setting that is no text");
    configuration[reports::text::shortened(reports::text::clean(key), kLongestText)] =
        reports::text::shortened(reports::text::clean(value.get<std::string>()), kLongestText);
  }
  return configuration;
}

SideFile side_in(const json& json_side) {
  SideFile side;
  side.claim = claim_in(json_side.at("claim"));
  side.configuration = configuration_in(json_side.at("configuration"));
  side.latency = histogram_in(json_side, "latency");
  side.uncorrected = histogram_in(json_side, "uncorrected");
  side.spans = spans_in(json_side);
  const std::vector<std::int64_t> measured = json_side.value("measured_ns", std::vector<std::int64_t>());
  if (measured.size() == 2) {
    side.measured_from_ns = measured[0];
    side.measured_to_ns = measured[1];
  }
  return side;
}

constexpr double scale_to_ns(std::string_view unit) { return unit == "s" ? 1e9 : unit == "ms" ? 1e6
                                                                             : unit == "us"   ? 1e3
                                                                                              : 1; }

Row numbers_in(const json& json_row) {
  constexpr std::string_view kOwn[] = {"family_index", "per_family_instance_index", "repetitions", "repetition_index", "iterations", "real_time", "cpu_time", "operations"};
  Row row;
  const double scale = scale_to_ns(json_row.value("time_unit", "ns"));
  row.real_time_ns = number_in(json_row.at("real_time"), "time") * scale;
  row.cpu_time_ns = number_in(json_row.at("cpu_time"), "time") * scale;
  const double iterations = number_in(json_row.at("iterations"), "number of iterations");
  row.operations = json_row.contains("operations") ? number_in(json_row.at("operations"), "number of operations") : 1;
  constexpr double kMost = 1e15;
  if (!(row.real_time_ns > 0)) throw ProtocolError("reports a time of zero or less");
  if (row.real_time_ns > 1e18 || !(iterations >= 1 && iterations <= kMost) || !(row.operations > 0 && row.operations <= kMost)) {
    throw ProtocolError(fmt::format("reports {:g} passes of {:g} operations in {:g} ns each, which cannot be", iterations, row.operations, row.real_time_ns));
  }
  row.iterations = static_cast<std::uint64_t>(iterations);
  for (const auto& [key, value] : json_row.items()) {
    if (!value.is_number() || std::find(std::begin(kOwn), std::end(kOwn), key) != std::end(kOwn)) continue;
    row.metrics[reports::text::clean(key)] = number_in(value, "counter");
  }
  if (row.metrics.size() > kMostMetrics) throw ProtocolError(fmt::format("gives {} counters; {} at most are allowed", row.metrics.size(), kMostMetrics));
  row.metrics["time_ns_per_op"] = row.real_time_ns / std::max(1.0, row.operations);
  return row;
}

Row row_in(const json& results, const std::string& cell) {
  const json& rows = results.at("benchmarks");
  if (rows.empty()) throw ProtocolError("ran nothing");
  if (rows.size() > 1) throw ProtocolError(fmt::format("gives {} rows for one cell", rows.size()));
  const json& json_row = rows.at(0);
  const std::string name = json_row.value("name", "");
  if (name != cell && !name.starts_with(cell + "/")) throw ProtocolError(fmt::format("gives a row for '{}'", reports::text::shortened(reports::text::clean(name), 100)));
  if (!json_row.value("error_occurred", false)) return numbers_in(json_row);
  Row row;
  const std::string message = json_row.value("error_message", "it reports an error without a message");
  row.refusal = Refusal::parse(reports::text::shortened(reports::text::clean(message), kLongestText));
  return row;
}

constexpr const char* kNoJson = "gives an answer that is not the JSON that the worker protocol asks for";

}  // namespace

std::string write_side_file(const SideFile& side) {
  json spans = json::array();
  for (const reports::Span& span : side.spans) spans.push_back({span.task, span.start_ns, span.end_ns});
  const json text = {{"runtime", side.runtime},
                     {"cell", side.cell},
                     {"claim",
                      {{"connections", side.claim.connections},
                       {"requests", side.claim.requests},
                       {"bytes_out", side.claim.bytes_out},
                       {"bytes_in", side.claim.bytes_in},
                       {"unix_connections", side.claim.unix_connections},
                       {"tls_connections", side.claim.tls_connections},
                       {"tls_resumed", side.claim.tls_resumed},
                       {"datagrams_out", side.claim.datagrams_out},
                       {"datagrams_in", side.claim.datagrams_in},
                       {"datagrams_dropped", side.claim.datagrams_dropped},
                       {"digest", fmt::format("{:016x}", side.claim.digest)}}},
                     {"configuration", side.configuration},
                     {"latency", flat(side.latency)},
                     {"uncorrected", flat(side.uncorrected)},
                     {"failure", side.failure},
                     {"measured_ns", {side.measured_from_ns, side.measured_to_ns}},
                     {"spans", spans}};
  return text.dump(-1, ' ', false, json::error_handler_t::replace);
}

SideFile read_side_file(std::string_view text) try {
  return side_in(reports::json::parse(text, "side file"));
} catch (const ProtocolError&) {
  throw;
} catch (const std::exception&) {
  throw ProtocolError(kNoJson);
}

Row read_row(std::string_view text, const std::string& cell) try {
  return row_in(reports::json::parse(text, "results"), cell);
} catch (const ProtocolError&) {
  throw;
} catch (const std::exception&) {
  throw ProtocolError(kNoJson);
}

}  // namespace unblock::bench
