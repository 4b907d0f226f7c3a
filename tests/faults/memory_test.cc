// The memory ends at each allocation of the readers and writers in turn: each time the program ends with exit code 2, and never
// crashes, also where the memory ends in a destructor.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cstdlib>
#include <new>

#include "reports/csv/writer.h"
#include "reports/junit/writer.h"
#include "reports/markdown/writer.h"
#include "reports/program.h"
#include "reports/results/reader.h"
#include "reports/results/writer.h"
#include "reports/sarif/reader.h"
#include "reports/sarif/writer.h"

namespace {

long allocations = 0;  // since it was set to 0
long last_granted = -1;  // -1: all are

}  // namespace

void* operator new(std::size_t size) {
  if (++allocations > last_granted && last_granted >= 0) throw std::bad_alloc();
  if (void* memory = std::malloc(size == 0 ? 1 : size)) return memory;
  throw std::bad_alloc();
}
void operator delete(void* memory) noexcept { std::free(memory); }
void operator delete(void* memory, std::size_t) noexcept { std::free(memory); }

namespace unblock::faults {
namespace {

constexpr const char* kResults =
    R"({"context": {"date": "d", "x": [1]}, "benchmarks": [{"name": "BM_A/8", "real_time": 1, "cpu_time": 1, "iterations": 3, "time_unit": "ns", "c": 2},)"
    R"({"name": "BM_A/8", "real_time": 2, "cpu_time": 1, "iterations": 3}, {"name": "BM_B", "error_occurred": true, "error_message": "no"}]})";
constexpr const char* kFindings =
    R"({"version": "2.1.0", "runs": [{"tool": {"driver": {"name": "t", "rules": [{"id": "r", "help": {"text": "h"}}]}}, "results": [{"ruleId": "r",)"
    R"("message": {"text": "m"}, "locations": [{"physicalLocation": {"artifactLocation": {"uri": "a.cc"}, "region": {"startLine": 3}}}]}]}]})";

/// How a program ends that does `work` with so many allocations: its exit code, or -1.
template <class Work>
int end_with(long granted, const Work& work) {
  const pid_t child = ::fork();
  if (child == 0) {
    ::close(STDERR_FILENO);
    ::open("/dev/null", O_WRONLY);
    _exit(reports::run_program("test", [&] {
      allocations = 0;
      last_granted = granted;
      work();
      last_granted = -1;
      return 0;
    }));
  }
  int status = 0;
  ::waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

/// Does `work` with ever more memory until it is enough. Returns how often it was not; each time the program must have said so.
template <class Work>
long failures_of(const Work& work) {
  for (long granted = 0;; ++granted) {
    const int code = end_with(granted, work);
    if (code == 0) return granted;
    if (code != 2) ADD_FAILURE() << "allocation " << granted << " ended with " << code;
  }
}

TEST(OutOfMemory, ReadingAndWritingResults) {
  (void)reports::results::write(reports::results::read(kResults, "a.json"));  // what is made once is made now
  EXPECT_GT(failures_of([] { (void)reports::results::write(reports::results::read(kResults, "a.json")); }), 300);
}

TEST(OutOfMemory, ReadingAndWritingFindings) {
  (void)reports::sarif::write(reports::sarif::read(kFindings, "a.sarif"));
  EXPECT_GT(failures_of([] { (void)reports::sarif::write(reports::sarif::read(kFindings, "a.sarif")); }), 200);
}

TEST(OutOfMemory, WritingReports) {
  const reports::Run run = reports::results::read(kResults, "a.json");
  const reports::Report report{{run, run}, {reports::sarif::read(kFindings, "a.sarif")}};
  for (const auto write : {reports::markdown::write, reports::junit::write, reports::csv::write}) {
    (void)write(report);
    EXPECT_GT(failures_of([&] { (void)write(report); }), 5);
  }
}

}  // namespace
}  // namespace unblock::faults
