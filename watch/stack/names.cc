#include "watch/stack/names.h"

#include <cxxabi.h>

#include <cstdlib>
#include <memory>

namespace unblock::watch {
namespace {

std::string demangled(const std::string& symbol) {
  int status = 0;
  const std::unique_ptr<char, decltype(&std::free)> text(abi::__cxa_demangle(symbol.c_str(), nullptr, nullptr, &status), &std::free);
  return status == 0 && text ? text.get() : symbol;
}

void replace_all(std::string& text, std::string_view from, std::string_view to) {
  for (std::size_t at = 0; (at = text.find(from, at)) != std::string::npos; at += to.size()) text.replace(at, from.size(), to);
}

/// g++ calls the body of a coroutine after the type of its frame, whose name is the coroutine's own symbol with the length in front:
/// f(f(int)::_Z1fi.Frame*) [clone .actor] is _Z1fPZ1fiE10_Z1fi.Frame.actor.
std::string_view coroutine_of_frame(std::string_view symbol) {
  constexpr std::string_view kFrame = ".Frame";
  const std::size_t end = symbol.rfind(kFrame);
  if (end == std::string_view::npos) return {};
  for (std::size_t at = symbol.find("_Z", 1); at < end; at = symbol.find("_Z", at + 1)) {
    const std::string length = std::to_string(end + kFrame.size() - at);
    if (symbol.substr(0, at).ends_with(length)) return symbol.substr(at, end - at);
  }
  return {};
}

std::string_view coroutine_of(std::string_view symbol) {
  if (const std::string_view found = coroutine_of_frame(symbol); !found.empty()) return found;
  for (const std::string_view ending : {".__await_suspend_wrapper__", ".actor", ".destroy", ".resume", ".cleanup"}) {
    symbol = symbol.substr(0, symbol.rfind(ending));
  }
  return symbol;
}

std::string_view without_version(std::string_view symbol) { return symbol.substr(0, symbol.find('@')); }

std::string_view without_clone(std::string_view symbol) {
  for (const std::string_view ending : {".constprop.", ".isra.", ".part.", ".cold", ".lto_priv.", ".llvm."}) {
    symbol = symbol.substr(0, symbol.find(ending));
  }
  return symbol;
}

std::string plain(std::string_view symbol) {
  return demangled(std::string(without_clone(coroutine_of(without_version(symbol)))));
}

/// Leaves out what stands in <…>, except in operators.
std::string without_template_arguments(std::string_view name) {
  std::string out;
  int depth = 0;
  for (std::size_t i = 0; i < name.size(); ++i) {
    if (name.substr(i, 8) == "operator" && depth == 0) {
      std::size_t end = i + 8;
      while (end < name.size() && std::string_view("<>=-").find(name[end]) != std::string_view::npos) ++end;
      out += name.substr(i, end - i);
      i = end - 1;
    } else if (name[i] == '<') {
      ++depth;
    } else if (name[i] == '>') {
      --depth;
    } else if (depth == 0) {
      out += name[i];
    }
  }
  return out;
}

/// Where the parameters of the outermost function begin; the end when it has none.
std::size_t parameters_of(std::string_view name) {
  int depth = 0;
  std::size_t found = name.size();
  for (std::size_t i = 0; i < name.size(); ++i) {
    const char c = name[i];
    if (c == '(' && depth == 0 && name.substr(i, 21) != "(anonymous namespace)" && (i < 8 || name.substr(i - 8, 8) != "operator")) found = i;
    if (c == '(' || c == '{' || c == '[') ++depth;
    if (c == ')' || c == '}' || c == ']') --depth;
  }
  return found;
}

void shorten(std::string& name) {
  replace_all(name, "std::__cxx11::", "std::");
  replace_all(name, "std::__1::", "std::");
  replace_all(name, "(anonymous namespace)::", "");
  replace_all(name, "boost::asio::", "asio::");
  replace_all(name, "std::chrono::_V2::", "std::chrono::");
  replace_all(name, "std::_V2::", "std::");
  replace_all(name, "asio::basic_stream_socket", "asio::ip::tcp::socket");
  replace_all(name, "asio::ip::tcp::", "tcp::");
  replace_all(name, "std::basic_string", "std::string");
  replace_all(name, " [clone .actor]", "");
}

/// {lambda(int)#1}::operator()(int) const, or clang++'s $_0::operator()(int) const, is "lambda #1".
void name_lambdas(std::string& name) {
  for (std::size_t at; (at = name.find("{lambda(")) != std::string::npos;) {
    const std::size_t end = name.find('}', at), number = name.rfind('#', end);
    if (end == std::string::npos || number == std::string::npos || number < at) return;
    name = name.substr(0, at) + "lambda " + name.substr(number, end - number) + name.substr(end + 1);
  }
  for (std::size_t at; (at = name.find("$_")) != std::string::npos;) {
    std::size_t end = at + 2;
    while (end < name.size() && name[end] >= '0' && name[end] <= '9') ++end;
    const int number = std::atoi(name.substr(at + 2, end - at - 2).c_str()) + 1;
    name = name.substr(0, at) + "lambda #" + std::to_string(number) + name.substr(end);
  }
  const std::size_t call = name.rfind("::operator()(");
  if (call != std::string::npos && name.find("lambda #") < call) name.resize(call);
}

/// The demangled name of a template's function begins with the type of its result.
void drop_result(std::string& name) {
  if (name.find("operator") != std::string::npos || name.find("lambda #") != std::string::npos || name.find('{') != std::string::npos) return;
  const std::size_t space = name.rfind(' ', parameters_of(name));
  if (space != std::string::npos && space < parameters_of(name)) name.erase(0, space + 1);
}

}  // namespace

std::string readable_name(std::string_view symbol) {
  std::string name = without_template_arguments(plain(symbol));
  shorten(name);
  name_lambdas(name);
  drop_result(name);
  return name;
}

std::string qualified_name(std::string_view symbol) {
  std::string name = without_template_arguments(plain(symbol));
  replace_all(name, "(anonymous namespace)::", "");
  name.resize(parameters_of(name));
  drop_result(name);
  replace_all(name, "__cxx11::", "");
  replace_all(name, "std::__1::", "std::");
  replace_all(name, "_V2::", "");
  return name;
}

}  // namespace unblock::watch
