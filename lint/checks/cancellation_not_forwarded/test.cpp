// Cases of async-cancellation-not-forwarded: bad, good, silenced, in a macro, in a template. An `expect` stands above the line it is about and
// quotes a part of the message. Read by tests/lint/checks_test.py, which runs the driver and the plugin.
#include <stop_token>
#include <string>

int load(std::string name, std::stop_token stop = {});
int count(std::string name);

int bad(std::stop_token stop) {
  int sum = load("a", stop);
  // expect: 'load' could be cancelled through 'stop'
  sum += load("b");
  // expect: 'load' could be cancelled through 'stop'
  return sum + load("c");
}
int good(std::stop_token stop) { return load("a", stop) + count("b"); }
int good_without() { return load("a"); }
int silenced(std::stop_token stop) {
  return load("a", stop) + load("b");  // NOLINT(async-cancellation-not-forwarded)
}
#define LOAD(name) load(name)
template <class Token>
int macro_in_template(Token stop) {
  // expect: 'load' could be cancelled through 'stop'
  return stop.stop_requested() ? 0 : LOAD("a");
}
int instantiated() { return macro_in_template(std::stop_token()); }
