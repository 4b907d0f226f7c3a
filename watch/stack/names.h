// C++ names as a person reads them: a coroutine by the function that it is, std::string by that name, lambdas by the function
// they stand in.
#pragma once

#include <string>
#include <string_view>

namespace unblock::watch {

/// `symbol` as the object file spells it.
std::string readable_name(std::string_view symbol);

/// The name alone, without parameters, template arguments and inline namespaces: what the linter's models list.
std::string qualified_name(std::string_view symbol);

}  // namespace unblock::watch
