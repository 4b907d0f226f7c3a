// Where models come from: the built-in files, `.unblock.yaml` above a linted file, and files the user names.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include "lint/libraries/library_model.h"
#include "lint/libraries/model_set.h"

namespace unblock::lint {

/// The models that travel inside the program. A broken one is a defect of ours and throws like a user's.
std::vector<Library> builtin_models();

/// All of them as they are written, for telling one version of them from another.
std::string builtin_models_text();

/// Reads a model file. Throws reports::InputError when it cannot be read or is broken.
Library read_model(const std::string& path);

/// `.unblock.yaml` in `folder` and above, outermost first.
std::vector<std::string> project_model_files(const std::string& folder);

/// The built-in models, then these files: the project's first, the user's last.
std::shared_ptr<const ModelSet> load_models(const std::vector<std::string>& files);

}  // namespace unblock::lint
