// Generators of templates and members, run over again in another shape.
#include <coroutine>
#include <cstddef>
#include <exception>
#include <memory>
#include <string>
#include <utility>
#include <vector>

template <class T>
class generator {
 public:
  struct promise_type {
    T* value = nullptr;
    generator get_return_object() { return generator(std::coroutine_handle<promise_type>::from_promise(*this)); }
    std::suspend_always initial_suspend() noexcept { return {}; }
    std::suspend_always final_suspend() noexcept { return {}; }
    std::suspend_always yield_value(T& next) noexcept {
      value = std::addressof(next);
      return {};
    }
    std::suspend_always yield_value(T&& next) noexcept {
      value = std::addressof(next);
      return {};
    }
    void return_void() noexcept {}
    void unhandled_exception() { std::terminate(); }
  };
  struct sentinel {};
  class iterator {
   public:
    explicit iterator(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
    T& operator*() const { return *frame_.promise().value; }
    iterator& operator++() {
      frame_.resume();
      return *this;
    }
    bool operator==(sentinel) const { return frame_.done(); }

   private:
    std::coroutine_handle<promise_type> frame_;
  };
  explicit generator(std::coroutine_handle<promise_type> frame) : frame_(frame) {}
  generator(generator&& other) noexcept : frame_(std::exchange(other.frame_, {})) {}
  generator& operator=(generator&& other) noexcept {
    std::swap(frame_, other.frame_);
    return *this;
  }
  ~generator() {
    if (frame_) frame_.destroy();
  }
  iterator begin() {
    frame_.resume();
    return iterator(frame_);
  }
  sentinel end() const { return {}; }

 private:
  std::coroutine_handle<promise_type> frame_;
};

generator<std::string> lines_of(std::string text) {
  std::string line;
  for (const char letter : text) {
    if (letter != '\n') line.push_back(letter);
    else co_yield std::exchange(line, {});
  }
  co_yield line;
}

// bad: verbose_prints_first
void print(const std::string& line);
std::size_t longest_line(std::string text, bool verbose) {
  auto lines = lines_of(std::move(text));
  if (verbose) {
    for (const auto& line : lines) print(line);
  }
  std::size_t longest = 0;
  for (const auto& line : lines) {  // expect: async-generator-iterated-twice
    if (line.size() > longest) longest = line.size();
  }
  return longest;
}
// good: verbose_prints_first
std::size_t good_longest_line(std::string text, bool verbose) {
  auto lines = lines_of(std::move(text));
  std::size_t longest = 0;
  for (const auto& line : lines) {
    if (verbose) print(line);
    if (line.size() > longest) longest = line.size();
  }
  return longest;
}
bool starts_with_a_title(std::string text) {
  auto lines = lines_of(std::move(text));
  std::size_t bodies = 0;
  for (const auto& line : lines) {
    if (line.empty()) break;
  }
  for (const auto& line : lines) bodies += line.size();
  return bodies == 0;
}

// bad: trials_share_one
template <class Value>
class Samples {
 public:
  explicit Samples(std::vector<Value> values) : values_(std::move(values)) {}
  generator<Value> shuffled() {
    for (auto& value : values_) co_yield value;
  }
  Value best(int trials) {
    auto samples = shuffled();
    Value most{};
    while (trials-- > 0) {
      Value sum{};
      for (Value& value : samples) sum += value;  // expect: async-generator-iterated-twice
      if (most < sum) most = sum;
    }
    return most;
  }

 private:
  std::vector<Value> values_;
};
double best_of_three() { return Samples<double>({1.5, 2.5}).best(3); }
// good: trials_share_one
template <class Value>
class GoodSamples {
 public:
  explicit GoodSamples(std::vector<Value> values) : values_(std::move(values)) {}
  generator<Value> shuffled() {
    for (auto& value : values_) co_yield value;
  }
  Value best(int trials) {
    auto samples = shuffled();
    Value most{};
    while (trials-- > 0) {
      Value sum{};
      for (Value& value : samples) sum += value;
      if (most < sum) most = sum;
      samples = shuffled();
    }
    return most;
  }

 private:
  std::vector<Value> values_;
};
double good_best_of_three() { return GoodSamples<double>({1.5, 2.5}).best(3); }

// bad: parameter_of_a_lambda
double share_of_blanks(std::string text) {
  const auto share = [](generator<std::string> lines) {
    double all = 0;
    for (const auto& line : lines) all += static_cast<double>(line.size());
    double blanks = 0;
    for (const auto& line : lines) blanks += line.find(' ') != std::string::npos;  // expect: async-generator-iterated-twice
    return blanks / all;
  };
  return share(lines_of(std::move(text)));
}
// good: parameter_of_a_lambda
double good_share_of_blanks(std::string text) {
  const auto share = [](generator<std::string> lines) {
    std::vector<std::string> kept;
    for (auto& line : lines) kept.push_back(std::move(line));
    double all = 0;
    for (const auto& line : kept) all += static_cast<double>(line.size());
    double blanks = 0;
    for (const auto& line : kept) blanks += line.find(' ') != std::string::npos;
    return blanks / all;
  };
  return share(lines_of(std::move(text)));
}
