// Evidence from blocks that grows while one looks at it: a bet on the sign of each block's log ratio, whose wealth may be
// read after every block without spoiling the promise. It knows no clock, no program and no verdict.
#pragma once

#include <array>
#include <cstddef>
#include <span>
#include <vector>

namespace unblock::statistics {

/// The wealth of a gambler who starts with 1 and bets on each block that its log ratio lies above `theta`.
///
/// A block is A B B A or B A A B by the toss of a fair coin. If candidate and baseline differ by the factor exp(theta)
/// only, then the coin alone decides the sign of (log ratio − theta), whatever the machine does: drift, autocorrelation,
/// heavy tails and changes of state included. A bet that pays 1 + b·tanh(λ(x − theta)) is then fair for any λ and b
/// chosen before the block, so that the wealth is a martingale, and by Ville's inequality it ever reaches 1/α with
/// probability α at most. A truly smaller effect only makes the bet worse.
/// Sources: Ramdas, Ruf, Larsson, Koolen, "Admissible anytime-valid sequential inference must rely on nonnegative
/// martingales", arXiv 2009.03167 (2020), section on symmetric distributions; Howard, Ramdas, McAuliffe, Sekhon,
/// "Time-uniform, nonparametric, nonasymptotic confidence sequences", Ann. Statist. 49 (2021); Waudby-Smith and Ramdas,
/// "Estimating means of bounded random variables by betting", J. R. Stat. Soc. B 86 (2024); Vovk and Wang,
/// "Nonparametric e-tests of symmetry", New Engl. J. Stat. Data Sci. 2 (2024).
///
/// For normal noise of standard deviation σ and an effect μ, 1 + tanh(μx/σ²) is the likelihood ratio of the signs, which
/// lets the wealth grow fastest; b < 1 keeps an outlier from ruining the gambler. The wealth is spread over several
/// (b, μ), for the true effect is not known.
class Wealth {
 public:
  /// `spread` was estimated without this block.
  void bet(double distance, double spread, double effect);
  double log_value() const;

 private:
  std::array<double, 4> log_wealth_{};
};

/// What a verdict lies between, as log ratios.
struct Limits {
  double tolerated;  ///< a slowdown up to this is nobody's failure
  double margin;     ///< one from here on must not be missed
};

/// All blocks of one comparison, with the evidence that they give.
class Evidence {
 public:
  explicit Evidence(const Limits& limits) : limits_(limits) {}

  /// `log_ratio` of a block: mean log time of the candidate's runs − mean log time of the baseline's.
  void add(double log_ratio);

  std::span<const double> log_ratios() const { return log_ratios_; }
  std::size_t blocks() const { return log_ratios_.size(); }

  /// The largest log wealth so far against "slower by what is tolerated at most", against "slower by the margin or more",
  /// and against "no faster".
  double against_tolerable() const { return against_tolerable_; }
  double against_slower() const { return against_slower_; }
  double against_no_faster() const { return against_no_faster_; }

  /// The log wealth now against "tolerable", where the above is its largest so far: under the coin its mean is 1.
  double log_wealth() const { return tolerable_.log_value(); }

  /// The smallest effect (log ratio) that the blocks so far do not refute at this log wealth; −infinity before that.
  double lower_bound(double log_threshold) const;
  double upper_bound(double log_threshold) const;

 private:
  double log_wealth_at(double theta, double sign) const;
  double next_spread() const;

  Limits limits_;
  std::vector<double> log_ratios_;
  std::vector<double> spreads_;  ///< what each bet was based on
  Wealth tolerable_, slower_, no_faster_;
  double against_tolerable_ = 0, against_slower_ = 0, against_no_faster_ = 0;
};

/// How much log wealth a block brings on average where the distances from theta have this mean and spread: the best of the
/// gambler's shares, with noise on both sides alike. Below 0 where theta is on the wrong side.
double expected_growth(double distance, double spread, double effect);

}  // namespace unblock::statistics
