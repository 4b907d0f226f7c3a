// file_read: R readers read blocks of a file at scattered places: from the page cache, or directly from the disk.
#pragma once

#include <algorithm>

#include "bench/workloads/pattern_file.h"
#include "bench/workloads/workload.h"

namespace unblock::bench {

struct FileRead {
  enum {
    kReaders,
    kBytes,
    kDirect
  };
  static constexpr std::uint64_t kFileBytes = 16 * 1024 * 1024;
  static constexpr std::uint64_t kReadsCached = 4096, kReadsDirect = 512;  // of a pass

  static Workload describe() {
    return {.name = "file_read",
            .operation = "read",
            .parameters = {"readers", "bytes", "direct"},
            .cases = {{.arguments = {16, 4'096, 0}, .quick = true},
                      {.arguments = {16, 4'096, 1}},
                      {.arguments = {1, 4'096, 0}},
                      {.arguments = {16, 65'536, 0}}}};
  }
  static std::string not_applicable(const Capabilities&, const Arguments& arguments) {
    if (arguments[kBytes] % static_cast<std::int64_t>(kBlock) != 0 || arguments[kBytes] == 0) return "bytes: a multiple of 4096";
    return arguments[kDirect] != 0 ? PatternFile::no_direct_reads() : std::string();
  }

  /// Written once a process: that takes far longer than a pass.
  template <bool Direct>
  static const PatternFile& pattern_file() {
    static const PatternFile file(kFileBytes, Direct);
    return file;
  }

  template <Runtime R>
  static typename R::template Task<void> read(R& runtime, Context& context, int descriptor, std::uint64_t first, std::uint64_t times) {
    const std::uint64_t bytes = context.count(kBytes), blocks = kFileBytes / bytes;
    const AlignedBuffer buffer = aligned_buffer(bytes);
    const std::span<std::byte> into(buffer.get(), bytes);
    std::uint64_t place = first;
    for (std::uint64_t i = 0; i < times; ++i) {
      place = place * 6'364'136'223'846'793'005u + 1'442'695'040'888'963'407u;  // Knuth's MMIX
      const std::uint64_t offset = (place >> 33) % blocks * bytes;
      const std::int64_t began_ns = context.now_ns();
      const std::size_t count = co_await runtime.read_file(descriptor, into, offset);
      context.record(context.now_ns() - began_ns);
      if (count != bytes || !PatternFile::matches(into, offset)) context.fail("a read brought other bytes than the file has there");
    }
  }

  template <Runtime R>
  static typename R::template Task<void> pass(R& runtime, Context& context) {
    const bool direct = context.argument(kDirect) != 0;
    const PatternFile& file = direct ? pattern_file<true>() : pattern_file<false>();
    const std::uint64_t readers = context.count(kReaders);
    const std::uint64_t times = std::max<std::uint64_t>(1, (direct ? kReadsDirect : kReadsCached) / readers);
    {
      typename R::Group group(runtime);
      context.start();
      for (std::uint64_t i = 0; i < readers; ++i) group.spawn(read<R>(runtime, context, file.descriptor(), i, times));
      co_await group.join();
      context.stop();
    }
    context.operations(readers * times);
  }
};

}  // namespace unblock::bench
