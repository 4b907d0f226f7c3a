// Functions that may be told to stop and do not tell what they call.
#include "lazy_task.h"

#include <stop_token>
#include <string>
#include <thread>
#include <vector>

// bad: pages_of_a_listing
Lazy<std::vector<std::string>> list_page(int page, std::stop_token stop = {});
Lazy<int> count_entries(int pages, std::stop_token stop) {
  int entries = 0;
  for (int page = 0; page < pages && !stop.stop_requested(); ++page) {
    entries += static_cast<int>((co_await list_page(page)).size());  // expect: async-cancellation-not-forwarded
  }
  co_return entries;
}
// good: pages_of_a_listing
Lazy<int> count_entries_until_stopped(int pages, std::stop_token stop) {
  int entries = 0;
  for (int page = 0; page < pages && !stop.stop_requested(); ++page) {
    entries += static_cast<int>((co_await list_page(page, stop)).size());
  }
  co_return entries;
}

// bad: one_case_of_a_switch
class Depot {
 public:
  enum class Order {
    fetch,
    store,
    clear
  };
  void carry_out(Order order, const std::stop_token& stop) {
    switch (order) {
      case Order::fetch: fetch(3, stop); break;
      case Order::store: store("crate"); break;  // expect: async-cancellation-not-forwarded
      case Order::clear: clear(); break;
    }
  }

 private:
  void fetch(int shelf, std::stop_token stop = std::stop_token());
  void store(const std::string& what, std::stop_token stop = std::stop_token());
  void clear();
};
// good: one_case_of_a_switch
class PatientDepot {
 public:
  enum class Order {
    fetch,
    store,
    clear
  };
  void carry_out(Order order, const std::stop_token& stop) {
    switch (order) {
      case Order::fetch: fetch(3, stop); break;
      case Order::store: store("crate", stop); break;
      case Order::clear: clear(); break;
    }
  }

 private:
  void fetch(int shelf, std::stop_token stop = std::stop_token());
  void store(const std::string& what, std::stop_token stop = std::stop_token());
  void clear();
};

// bad: body_of_a_jthread
bool crawl(const std::string& address, int depth = 2, std::stop_token stop = {});
std::jthread start_crawler(std::vector<std::string> seeds) {
  return std::jthread([seeds](std::stop_token ended) {
    for (const std::string& seed : seeds) {
      if (ended.stop_requested() || !crawl(seed, 5)) return;  // expect: async-cancellation-not-forwarded
    }
  });
}
// good: body_of_a_jthread
std::jthread start_good_crawler(std::vector<std::string> seeds) {
  return std::jthread([seeds](std::stop_token ended) {
    for (const std::string& seed : seeds) {
      if (!crawl(seed, 5, ended)) return;
    }
  });
}
void crawl_once(const std::string& seed) { crawl(seed); }
