// From one parsed translation unit to everything the checks ask for.
#pragma once

#include <memory>

#include "lint/extract/unit.h"

namespace unblock::lint {

std::unique_ptr<Unit> build_unit(clang::ASTContext& ast, std::shared_ptr<const ModelSet> models);

}  // namespace unblock::lint
