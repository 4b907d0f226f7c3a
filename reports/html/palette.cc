// From Okabe and Ito's palette (https://jfly.uni-koeln.de/color/), its light members darkened until each has a contrast of
// 3:1 to white, and lightened variants for the dark theme. Runtimes of one language have neighbouring hues.
#include "reports/html/palette.h"

#include <fmt/format.h>

#include <array>
#include <string_view>

namespace unblock::reports::html {
namespace {

struct Color {
  std::string_view runtime, light, dark;
};

constexpr std::array<Color, 28> kColors = {{{"epoll", "#3d4451", "#c9d1dc"},
                                            {"asio", "#0072b2", "#4aa8e0"},
                                            {"asio_uring", "#2b95cc", "#8fd0f5"},
                                            {"libuv", "#00845f", "#2fc79a"},
                                            {"thread", "#d55e00", "#ff8b3d"},
                                            {"thread_pool", "#b87400", "#f0b13c"},
                                            {"blocking", "#858585", "#9a9a9a"},
                                            {"python_asyncio", "#b0508a", "#e58fc2"},
                                            {"python_httpx", "#d1459c", "#ff8fd0"},
                                            {"python_aiohttp", "#8a2f6b", "#d67ab8"},
                                            {"python_uvloop", "#c2697f", "#f0a3b4"},
                                            {"python_requests", "#94596f", "#c79aab"},
                                            {"node", "#6a4fa3", "#b49ae8"},
                                            {"node_http", "#8c74c9", "#d0c0f7"},
                                            {"io_uring", "#5a6472", "#aeb9c6"},
                                            {"libevent", "#1b7f3b", "#5fce85"},
                                            {"libev", "#4f7a10", "#98cf4e"},
                                            {"go", "#00798c", "#49c5da"},
                                            {"tokio", "#9c3d10", "#f09060"},
                                            {"tokio_multi", "#c05a2e", "#ffb08a"},
                                            {"asio_stackful", "#3c5fb5", "#93abf2"},
                                            {"glib", "#8a6d00", "#d9bb3f"},
                                            {"qt", "#2e9e1f", "#7fe06a"},
                                            {"", "#8c564b", "#c99a8f"},
                                            {"", "#5f6b00", "#b5c23c"},
                                            {"", "#a3333d", "#ee7f88"},
                                            {"", "#2f6f6f", "#6fc2c2"},
                                            {"", "#7a5c99", "#c3a8de"}}};
constexpr std::size_t kKnown = 23;

std::size_t index_of(const std::string& runtime) {
  for (std::size_t i = 0; i < kKnown; ++i) {
    if (kColors[i].runtime == runtime) return i;
  }
  std::size_t sum = 0;
  for (const char c : runtime) sum = sum * 31 + static_cast<unsigned char>(c);
  return kKnown + sum % (kColors.size() - kKnown);
}

std::string properties(std::string_view Color::* theme) {
  std::string css;
  for (std::size_t i = 0; i < kColors.size(); ++i) css += fmt::format("--s{}:{};", i, kColors[i].*theme);
  return css;
}

}  // namespace

Series series_for(const std::string& runtime) { return {runtime, std::string(kColors[index_of(runtime)].light)}; }

std::string palette_css() {
  std::string css = fmt::format(":root{{{}}}\n", properties(&Color::light));
  css += fmt::format("@media (prefers-color-scheme:dark){{:root:not([data-theme=light]){{{}}}}}\n", properties(&Color::dark));
  css += fmt::format(":root[data-theme=dark]{{{}}}\n", properties(&Color::dark));
  css += fmt::format("@media print{{:root,:root[data-theme=dark]{{{}}}}}\n", properties(&Color::light));
  for (std::size_t i = 0; i < kColors.size(); ++i) {
    css += fmt::format("[fill=\"{0}\"]{{fill:var(--s{1})}}[stroke=\"{0}\"]{{stroke:var(--s{1})}}", kColors[i].light, i);
  }
  return css + "\n";
}

}  // namespace unblock::reports::html
