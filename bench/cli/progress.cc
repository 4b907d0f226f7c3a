// The progress line.
#include <fmt/format.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include <cstdlib>

#include "bench/cli/console.h"

namespace unblock::bench {
namespace {

std::size_t terminal_width() {
  winsize size{};
  return ::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

std::string bar(double fraction) {
  constexpr int kWidth = 20;
  const int full = static_cast<int>(fraction * kWidth);
  std::string text;
  for (int i = 0; i < kWidth; ++i) text += i < full ? "━" : "─";
  return text;
}

}  // namespace

ProgressLine::Style ProgressLine::fitting(bool quiet) {
  if (quiet) return Style::quiet;
  return std::getenv("CI") || !::isatty(STDERR_FILENO) ? Style::lines : Style::bar;
}

void ProgressLine::show(const Progress& progress) {
  if (style_ == Style::quiet) return;
  if (style_ == Style::lines) {
    constexpr double kEveryS = 20;
    if (progress.what == last_what_ && progress.elapsed_s < next_line_s_) return;
    last_what_ = progress.what;
    next_line_s_ = progress.elapsed_s + kEveryS;
    fmt::print(stderr, "{}: {} of {} cells, {:.0f} s of {:.0f} s\n", progress.what, progress.done, progress.total, progress.elapsed_s, progress.budget_s);
    return;
  }
  const double fraction = progress.total == 0 ? 0 : static_cast<double>(progress.done) / static_cast<double>(progress.total);
  const std::string tail = fmt::format(" {:>3}/{} · {} · {:.0f}/{:.0f} s · ", progress.done, progress.total, progress.what, progress.elapsed_s,
                                       progress.budget_s);
  const std::size_t used = 20 + tail.size();
  const std::size_t left = terminal_width() > used + 1 ? terminal_width() - used - 1 : 0;
  fmt::print(stderr, "\r\033[K{}{}{}", bar(fraction), tail, progress.cell.substr(0, left));
  std::fflush(stderr);
  drawn_ = true;
}

void ProgressLine::clear() {
  if (drawn_) fmt::print(stderr, "\r\033[K");
  drawn_ = false;
}

}  // namespace unblock::bench
