// The shape of a result of concurrencpp.
#pragma once

namespace concurrencpp {
enum class result_status { idle, value, exception };
template <class T>
class result {
 public:
  result_status status() const;
  void wait();
  T get();
};
}  // namespace concurrencpp
