#include "lint/driver/wire.h"

#include <nlohmann/json.hpp>

#include <stdexcept>

namespace unblock::lint {
namespace {

using nlohmann::json;

json write(const reports::Location& location) { return {location.file, location.line, location.column}; }
reports::Location read_location(const json& value) { return {value.at(0), value.at(1), value.at(2)}; }

json write(const LintFinding& found) {
  json chain = json::array(), fix = json::array(), edits = json::array();
  for (const auto& step : found.finding.chain) chain.push_back({{"at", write(step.location)}, {"text", step.message}});
  for (const auto& part : found.fix) fix.push_back({part.file, part.offset, part.length, part.text});
  for (const auto& edit : found.finding.fix) edits.push_back({write(edit.begin), write(edit.end), edit.text});
  return {{"check", found.finding.check}, {"severity", static_cast<int>(found.finding.severity)}, {"text", found.finding.message}, {"at", write(found.finding.location)}, {"instead", found.finding.instead}, {"chain", chain}, {"fix", fix}, {"edits", edits}, {"incomplete", found.finding.incomplete}, {"excuses", found.excuses}};
}

LintFinding read_finding(const json& value) {
  LintFinding found;
  found.finding.check = value.at("check");
  found.finding.severity = static_cast<reports::Severity>(value.at("severity").get<int>());
  found.finding.message = value.at("text");
  found.finding.location = read_location(value.at("at"));
  found.finding.instead = value.at("instead");
  for (const json& step : value.at("chain")) found.finding.chain.push_back({read_location(step.at("at")), step.at("text")});
  found.finding.incomplete = value.at("incomplete");
  found.excuses = value.at("excuses").get<std::vector<std::string>>();
  for (const json& edit : value.at("edits")) found.finding.fix.push_back({read_location(edit.at(0)), read_location(edit.at(1)), edit.at(2)});
  for (const json& part : value.at("fix")) found.fix.push_back({part.at(0), part.at(1), part.at(2), part.at(3)});
  return found;
}

/// With its end.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  if (end == std::string_view::npos) throw std::runtime_error("a line has no end");
  const std::string_view line = text.substr(0, end + 1);
  text.remove_prefix(end + 1);
  return line;
}

}  // namespace

std::string to_wire(const FileResult& result) {
  json findings = json::array(), read = json::array();
  for (const ReadFile& file : result.read) read.push_back({file.path, file.size, file.hash});
  for (const LintFinding& found : result.findings) findings.push_back(write(found));
  const json all = {{"file", result.file}, {"findings", findings}, {"errors", result.errors}, {"error_count", result.error_count}, {"left_out", result.left_out}, {"unread", result.unread}, {"declared", result.declared}, {"read", read}, {"not_kept", result.not_kept}, {"units", result.facts.size()}, {"programs", result.programs}};
  std::string text = all.dump(-1, ' ', false, json::error_handler_t::replace) + "\n";
  for (const std::string& facts : result.facts) text += facts;
  return text;
}

FileResult from_wire(std::string_view text) {
  try {
    const json all = json::parse(take_line(text));
    FileResult result;
    while (!text.empty()) result.facts.emplace_back(take_line(text));
    if (result.facts.size() != all.at("units")) throw std::runtime_error("its facts are not all there");
    result.file = all.at("file");
    for (const json& found : all.at("findings")) result.findings.push_back(read_finding(found));
    for (const json& file : all.at("read")) result.read.push_back({file.at(0), file.at(1), file.at(2)});
    result.errors = all.at("errors").get<std::vector<std::string>>();
    result.error_count = all.at("error_count");
    result.left_out = all.at("left_out");
    result.programs = all.at("programs").get<std::vector<std::string>>();
    result.unread = all.at("unread");
    result.not_kept = all.at("not_kept");
    result.declared = all.at("declared").get<std::vector<std::string>>();
    return result;
  } catch (const json::exception& error) {
    throw std::runtime_error(error.what());
  }
}

}  // namespace unblock::lint
