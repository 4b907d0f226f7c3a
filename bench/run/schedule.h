// What is measured next, from what there is already: values in, values out.
#pragma once

#include <cstddef>
#include <random>
#include <vector>

#include "bench/run/plan.h"

namespace unblock::bench {

/// When a cell has rounds enough.
struct Wanted {
  unsigned least_rounds = 3;
  unsigned most_rounds = 30;  ///< the same as the least: exactly so many
  double tight = 0.02;        ///< half width of the headline's interval ÷ estimate at which it needs no more
};

/// How one cell stands.
struct Stand {
  std::size_t group = 0;     ///< the cells that are ranked against each other have one number
  bool floor = false;        ///< the others of its group are held against it
  bool open = false;         ///< wants more rounds
  unsigned tries = 0;        ///< rounds that came off, those that were voided too
  unsigned counted = 0;
  bool slow = false;         ///< a round takes many seconds: one is enough, and none to count in
  bool owed = false;         ///< its last round was voided: it is measured again before anything gets a further one
};

/// The stand of every cell, in the order of `cells`. The floor of a group stays open as long as another cell of it is, since ratios are
/// taken within blocks.
std::vector<Stand> stands(const std::vector<reports::Cell>& cells, const std::vector<const CellDescription*>& descriptions, const Wanted& wanted);

/// What is measured within seconds, so that it can be compared: the open cells of one group by lot. Groups with a cell that was never
/// measured come first, then those to which rounds are owed (only the owed ones and the floor), then those with the fewest
/// rounds. Empty: no cell is open.
std::vector<std::size_t> next_block(const std::vector<Stand>& stands, std::mt19937_64& random);

/// Every open cell was measured at least once.
bool first_pass_done(const std::vector<Stand>& stands);

/// No open cell waits for a second round that counts: with two it can be told apart from others, with one it cannot.
bool can_be_ordered(const std::vector<Stand>& stands);

}  // namespace unblock::bench
