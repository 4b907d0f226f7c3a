#include "lint/driver/arguments.h"

#include <clang/Options/Options.h>
#include <llvm/Option/ArgList.h>
#include <llvm/Option/OptTable.h>

#include <set>
#include <string_view>

#include "lint/driver/output_flags.h"

namespace unblock::lint {
namespace {

using clang::tooling::CommandLineArguments;

/// Options that Clang parses and then refuses, or that change what is read for no use here.
bool is_refused(llvm::StringRef argument) {
  static const std::set<std::string_view> kRefused = {"-fmodules-ts", "-fno-canonical-system-headers", "-fconserve-stack",
                                                      "-fconcepts", "-fimplicit-constexpr", "-Werror",
                                                      "-pedantic-errors", "-mabi=ms"};
  return kRefused.count(std::string_view(argument)) != 0 || argument.starts_with("-Werror=") ||
         argument.starts_with("-mpreferred-stack-boundary") || argument.starts_with("-mindirect-branch") ||
         (argument.starts_with("@") && argument.ends_with(".modmap"));
}

/// Indexes of the arguments that Clang's option table does not know.
std::set<unsigned> unknown_arguments(const CommandLineArguments& arguments) {
  std::vector<const char*> pointers;
  for (std::size_t i = 1; i < arguments.size(); ++i) pointers.push_back(arguments[i].c_str());
  unsigned missing_index = 0, missing_count = 0;
  const auto parsed =
      clang::getDriverOptTable().ParseArgs(pointers, missing_index, missing_count, llvm::opt::Visibility(clang::options::ClangOption));
  std::set<unsigned> unknown;
  for (const auto* argument : parsed.filtered(clang::options::OPT_UNKNOWN)) unknown.insert(argument->getIndex() + 1);
  return unknown;
}

}  // namespace

clang::tooling::ArgumentsAdjuster tolerate_foreign_flags() {
  return [](const CommandLineArguments& given, llvm::StringRef) {
    const CommandLineArguments arguments = without_output_flags(given);
    const std::set<unsigned> unknown = unknown_arguments(arguments);
    CommandLineArguments kept;
    for (unsigned i = 0; i < arguments.size(); ++i) {
      if (i > 0 && (unknown.count(i) != 0 || is_refused(arguments[i]))) continue;
      kept.push_back(arguments[i]);
    }
    kept.insert(kept.begin() + 1, {"-w", "-Wno-error", "-ferror-limit=0"});
    return kept;
  };
}

}  // namespace unblock::lint
