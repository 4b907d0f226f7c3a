// What points into a container while a coroutine is suspended.
#include <boost/asio/awaitable.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/asio/use_awaitable.hpp>
#include <boost/asio/write.hpp>

#include <deque>
#include <iterator>
#include <list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

namespace asio = boost::asio;

// bad: front_of_a_queue
class Printer {
 public:
  void cancel_all() { jobs_.clear(); }
  asio::awaitable<void> print_next() {
    const std::string& job = jobs_.front();
    co_await asio::async_write(device_, asio::buffer(job), asio::use_awaitable);
    printed_ += job.size();  // expect: async-reference-across-suspend
  }

 private:
  asio::ip::tcp::socket device_;
  std::deque<std::string> jobs_;
  std::size_t printed_ = 0;
};
// good: front_of_a_queue
class GoodPrinter {
 public:
  void cancel_all() { jobs_.clear(); }
  asio::awaitable<void> print_next() {
    const std::string job = std::move(jobs_.front());
    jobs_.pop_front();
    co_await asio::async_write(device_, asio::buffer(job), asio::use_awaitable);
    printed_ += job.size();
  }

 private:
  asio::ip::tcp::socket device_;
  std::deque<std::string> jobs_;
  std::size_t printed_ = 0;
};

// bad: everybody_is_told
class Lobby {
 public:
  void leave() { guests_.pop_back(); }
  asio::awaitable<void> tell(std::string text) {
    for (auto& guest : guests_) {  // expect: async-reference-across-suspend
      co_await asio::async_write(*guest, asio::buffer(text), asio::use_awaitable);
    }
  }

 private:
  std::vector<std::shared_ptr<asio::ip::tcp::socket>> guests_;
};
// good: everybody_is_told
class GoodLobby {
 public:
  void leave() { guests_.pop_back(); }
  asio::awaitable<void> tell(std::string text) {
    const auto guests = guests_;
    for (auto& guest : guests) {
      co_await asio::async_write(*guest, asio::buffer(text), asio::use_awaitable);
    }
  }

 private:
  std::vector<std::shared_ptr<asio::ip::tcp::socket>> guests_;
};

// bad: pointer_to_an_entry
struct Seat {
  bool taken = false;
};
std::unordered_map<int, Seat> seats;
void remove_seat(int number) { seats.erase(number); }
asio::awaitable<void> reserve(asio::steady_timer& payment, int number) {
  Seat* seat = &seats[number];
  co_await payment.async_wait(asio::use_awaitable);
  seat->taken = true;  // expect: async-reference-across-suspend
}
// good: pointer_to_an_entry
std::unordered_map<int, Seat> good_seats;
asio::awaitable<void> reserve_well(asio::steady_timer& payment, int number) {
  co_await payment.async_wait(asio::use_awaitable);
  Seat* seat = &good_seats[number];
  seat->taken = true;
}

// bad: view_of_a_member
class Prompt {
 public:
  void type(char key) { line_.push_back(key); }
  asio::awaitable<std::size_t> run() {
    std::string_view line = line_;
    co_await cursor_.async_wait(asio::use_awaitable);
    co_return line.size();  // expect: async-reference-across-suspend
  }

 private:
  asio::steady_timer cursor_;
  std::string line_;
};
// good: view_of_a_member
class GoodPrompt {
 public:
  void type(char key) { line_.push_back(key); }
  asio::awaitable<std::size_t> run() {
    std::string line = line_;
    co_await cursor_.async_wait(asio::use_awaitable);
    co_return line.size();
  }

 private:
  asio::steady_timer cursor_;
  std::string line_;
};

// bad: pointer_to_thread_local
struct Arena {
  int used = 0;
};
thread_local Arena arena;
asio::awaitable<int> measure(asio::steady_timer& timer) {
  Arena* mine = &arena;
  co_await timer.async_wait(asio::use_awaitable);
  co_return mine->used;  // expect: async-reference-across-suspend
}
// good: pointer_to_thread_local
asio::awaitable<int> measure_after(asio::steady_timer& timer) {
  co_await timer.async_wait(asio::use_awaitable);
  Arena* mine = &arena;
  co_return mine->used;
}

// bad: inside_of_an_optional
class Draft {
 public:
  void discard() { text_.reset(); }
  asio::awaitable<void> save() {
    std::string& text = *text_;
    co_await disk_.async_wait(asio::use_awaitable);
    text += " (saved)";  // expect: async-reference-across-suspend
  }

 private:
  asio::steady_timer disk_;
  std::optional<std::string> text_;
};
// good: inside_of_an_optional
class GoodDraft {
 public:
  void discard() { text_.reset(); }
  asio::awaitable<void> save() {
    co_await disk_.async_wait(asio::use_awaitable);
    if (!text_) co_return;
    std::string& text = *text_;
    text += " (saved)";
  }

 private:
  asio::steady_timer disk_;
  std::optional<std::string> text_;
};

// bad: behind_a_unique_ptr
class Player {
 public:
  void eject() { disc_.reset(); }
  asio::awaitable<void> play() {
    int* track = disc_.get();
    co_await song_.async_wait(asio::use_awaitable);
    ++*track;  // expect: async-reference-across-suspend
  }

 private:
  asio::steady_timer song_;
  std::unique_ptr<int> disc_;
};
// good: behind_a_unique_ptr
class GoodPlayer {
 public:
  asio::awaitable<void> play() {
    int* track = disc_.get();
    co_await song_.async_wait(asio::use_awaitable);
    ++*track;
  }

 private:
  asio::steady_timer song_;
  std::unique_ptr<int> disc_;
};

// bad: thread_local_by_name
thread_local int current_order = 0;
asio::awaitable<int> serve(asio::steady_timer& oven, int order) {
  current_order = order;
  co_await oven.async_wait(asio::use_awaitable);
  co_return current_order;  // expect: async-reference-across-suspend
}
// good: thread_local_by_name
asio::awaitable<int> serve_well(asio::steady_timer& oven, int order) {
  current_order = order;
  const int mine = current_order;
  co_await oven.async_wait(asio::use_awaitable);
  current_order = mine;
  co_return current_order;
}

// bad: view_of_a_result
asio::awaitable<std::string> ask_name();
asio::awaitable<std::size_t> length_of_name() {
  const std::string_view name = co_await ask_name();  // expect: async-reference-across-suspend
  co_return name.size();
}
// good: view_of_a_result
asio::awaitable<std::size_t> length_of_kept_name() {
  const std::string name = co_await ask_name();
  const std::string_view view = name;
  co_return view.size();
}

// bad: queue_that_only_grows
class Editor {
 public:
  void add(std::string page) { pages_.push_back(std::move(page)); }
  asio::awaitable<void> print() {
    while (!pages_.empty()) {
      std::string& page = pages_.front();
      co_await asio::async_write(printer_, asio::buffer(page), asio::use_awaitable);
      printed_ += page.size();  // expect: async-reference-across-suspend
      pages_.erase(pages_.begin());
    }
  }

 private:
  asio::ip::tcp::socket printer_;
  std::vector<std::string> pages_;
  std::size_t printed_ = 0;
};
// good: queue_that_only_grows
class GoodEditor {
 public:
  void add(std::string page) { pages_.push_back(std::move(page)); }
  asio::awaitable<void> print() {
    while (!pages_.empty()) {
      std::string& page = pages_.front();
      co_await asio::async_write(printer_, asio::buffer(page), asio::use_awaitable);
      printed_ += page.size();
      pages_.pop_front();
    }
  }

 private:
  asio::ip::tcp::socket printer_;
  std::deque<std::string> pages_;
  std::size_t printed_ = 0;
};

// bad: iterator_into_a_deque
class Reader {
 public:
  void add(std::string page) { pages_.push_back(std::move(page)); }
  asio::awaitable<void> read() {
    const auto page = pages_.begin();
    co_await lamp_.async_wait(asio::use_awaitable);
    read_ += page->size();  // expect: async-reference-across-suspend
  }

 private:
  asio::steady_timer lamp_;
  std::deque<std::string> pages_;
  std::size_t read_ = 0;
};
// good: iterator_into_a_deque
class GoodReader {
 public:
  void add(std::string page) { pages_.push_back(std::move(page)); }
  asio::awaitable<void> read() {
    const std::string& page = pages_.front();
    co_await lamp_.async_wait(asio::use_awaitable);
    read_ += page.size();
  }

 private:
  asio::steady_timer lamp_;
  std::deque<std::string> pages_;
  std::size_t read_ = 0;
};

// bad: put_into_the_middle
class Shelf {
 public:
  void insert(std::string book) { books_.insert(books_.begin() + 1, std::move(book)); }
  asio::awaitable<void> dust() {
    const std::string& book = books_.front();
    co_await cloth_.async_wait(asio::use_awaitable);
    dusted_ += book.size();  // expect: async-reference-across-suspend
  }

 private:
  asio::steady_timer cloth_;
  std::deque<std::string> books_;
  std::size_t dusted_ = 0;
};
// good: put_into_the_middle
class GoodShelf {
 public:
  void insert(std::string book) { books_.insert(std::next(books_.begin()), std::move(book)); }
  asio::awaitable<void> dust() {
    const std::string& book = books_.front();
    co_await cloth_.async_wait(asio::use_awaitable);
    dusted_ += book.size();
  }

 private:
  asio::steady_timer cloth_;
  std::list<std::string> books_;
  std::size_t dusted_ = 0;
};
