#include "lint/driver/progress.h"

#include <fmt/format.h>

#include <utility>

namespace unblock::lint {
namespace {

constexpr std::chrono::seconds kBetweenSentences{30};
constexpr std::size_t kShownName = 70;

}  // namespace

Progress::Progress(std::size_t total, ProgressKind kind, std::ostream& out, Now now)
    : total_(total), kind_(kind), out_(out), now_(std::move(now)), started_(now_()), said_(started_) {}

void Progress::done(const std::string& file, std::size_t findings) {
  ++done_;
  findings_ += findings;
  if (kind_ == ProgressKind::terminal) {
    out_ << fmt::format("\r\033[K[{}/{}] {}", done_, total_, file.substr(file.size() > kShownName ? file.size() - kShownName : 0)) << std::flush;
  }
}

void Progress::tick() {
  if (kind_ != ProgressKind::log || now_() - said_ < kBetweenSentences) return;
  said_ = now_();
  const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(said_ - started_).count();
  out_ << fmt::format("[{}/{}] files after {} s, {} {}\n", done_, total_, seconds, findings_, findings_ == 1 ? "finding" : "findings") << std::flush;
}

void Progress::clear() {
  if (kind_ == ProgressKind::terminal) out_ << "\r\033[K" << std::flush;
}

}  // namespace unblock::lint
