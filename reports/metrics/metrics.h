// What is known of each metric: one row each. Table, ranking, chart, sentence and gate all ask here; a new metric is one row
// and the code that gives its value.
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "reports/model/comparison.h"
#include "reports/text/quantity.h"

namespace unblock::reports::metrics {

inline constexpr char kTime[] = "time_ns_per_op";

enum class Better {
  lower,
  higher,
  neither
};
enum class Kind {
  time,
  rate,
  count,
  memory,
  plain
};

/// Where a metric has a column.
enum class Place {
  terminal,  ///< in the terminal's table and on the page
  page,      ///< on the page
  more,      ///< on the page, under "More metrics"
  nowhere,   ///< another says it in other words, or it serves the verdicts; CSV and JSON have it
};

struct Metric {
  std::string_view name;
  std::string_view label;  ///< "time per operation"
  std::string_view head;   ///< of a column on the terminal: "time/op"; empty where it has none
  text::Unit unit = text::Unit::plain;
  double scale = 1;        ///< to the unit's base: 1e6 for milliseconds
  Better better = Better::lower;
  Kind kind = Kind::plain;
  Place place = Place::more;
  MetricRule rule = MetricRule::info;  ///< how the gate judges it unless the user says otherwise
  double beyond = 0;                   ///< of a percentile: the share of the sample above it, 0.01 for p99
  std::string_view sample = {};        ///< of a percentile: the metric that counts the sample
  std::string_view says = {};          ///< a sentence or two for 'unblock bench explain'
};

/// All rows, in the order of the columns.
std::span<const Metric> table();

/// The row, or null.
const Metric* find(std::string_view name);

/// What a name means, with or without a row: the unit of one that nobody knows follows from its end ("_ns", "_bytes",
/// "_per_s"). `label` may own its text.
struct Meaning {
  std::string label;
  text::Unit unit = text::Unit::plain;
  double scale = 1;
  Better better = Better::lower;
  Kind kind = Kind::plain;
};
Meaning meaning(const std::string& name);

/// "5.20 µs", "3.01", "12.3 k/s"
std::string show(const std::string& name, double value);
/// Shorter, for an axis.
std::string show_tick(const std::string& name, double value);

}  // namespace unblock::reports::metrics
