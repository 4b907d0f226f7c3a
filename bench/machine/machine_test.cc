// What is found out about a machine whose kernel does not answer.
#include "bench/machine/machine.h"

#include <fcntl.h>
#include <gtest/gtest.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/prctl.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#include <cerrno>
#include <cstddef>
#include <vector>

#include "bench/machine/stillness.h"

namespace unblock::bench {
namespace {

/// From here on this process is refused the call; with `only_asking` prlimit64 is refused where it sets nothing.
void refuse(unsigned call, bool only_asking = false) {
  const sock_filter code[] = {
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, call, 0, 3),
      BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, args[2])),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, 0, 0, static_cast<unsigned char>(only_asking ? 1 : 0)),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
      BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
  };
  const sock_fprog program{std::size(code), const_cast<sock_filter*>(code)};
  ::prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  ::prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &program);
}

TEST(Machine, HasACpuWhereTheKernelDoesNotTellWhich) {
  const auto asked = [] {
    refuse(SYS_sched_getaffinity);
    const std::vector<int> cpus = usable_cpus();
    const Canary canary = sing(cpus.front(), cpus.back(), 0.001);
    ::_exit(canary.spins.per_s > 0 ? 0 : 1);
  };
  EXPECT_EXIT(asked(), testing::ExitedWithCode(0), "");
}

TEST(Machine, KeepsItsOpenFilesWhereTheKernelDoesNotTellHowMany) {
  const auto asked = [] {
    const rlimit few{256, 256};
    ::setrlimit(RLIMIT_NOFILE, &few);
    [[maybe_unused]] const int nobody = ::setresuid(65534, 65534, 65534);  // who may not raise a limit
    refuse(SYS_prlimit64, true);
    ::_exit(raise_file_limit() > 0 && ::open("/dev/null", O_RDONLY) >= 0 ? 0 : 1);
  };
  EXPECT_EXIT(asked(), testing::ExitedWithCode(0), "");
}

}  // namespace
}  // namespace unblock::bench
