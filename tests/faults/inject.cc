// Runs a program and fails one of its system calls: the n-th of a kind, in the process tree's order. The kernel asks this
// process about each such call (seccomp's user notification), so it works below every library, for static calls too.
//
//   inject --report FILE [--kind write --nth 3 --fault ENOSPC] [--in COMMAND] -- PROGRAM [ARGUMENT …]
//
// With --in only the calls of that program count, from the beginning of its main(). A fault is an errno name, "short" (a write
// of half the bytes) or "KILL". Without a fault the calls are only counted. The report is JSON: how the program ended, the calls
// counted, whether the fault was reached, and how many processes were left.
#include <fcntl.h>
#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <poll.h>
#include <signal.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

#include <cerrno>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <map>
#include <string>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

const std::map<std::string, std::vector<int>> kKinds = {
    {"open", {SYS_openat, SYS_open}},
    {"read", {SYS_read, SYS_pread64}},
    {"write", {SYS_write, SYS_pwrite64, SYS_writev}},
    {"fsync", {SYS_fsync, SYS_fdatasync}},
    {"rename", {SYS_rename, SYS_renameat, SYS_renameat2}},
    {"unlink", {SYS_unlink, SYS_unlinkat, SYS_rmdir}},
    {"mkdir", {SYS_mkdir, SYS_mkdirat}},
    {"stat", {SYS_newfstatat, SYS_fstat, SYS_stat, SYS_lstat, SYS_statx}},
    {"mode", {SYS_fchmod, SYS_chmod, SYS_fchown, SYS_ftruncate}},
    {"fork", {SYS_clone, SYS_clone3, SYS_fork, SYS_vfork}},
    {"exec", {SYS_execve}},
    {"wait", {SYS_wait4, SYS_waitid}},
    {"pipe", {SYS_pipe2, SYS_pipe}},
    {"socket", {SYS_socket, SYS_socketpair, SYS_connect, SYS_bind, SYS_listen}},
    {"poll", {SYS_poll, SYS_ppoll, SYS_epoll_create1, SYS_epoll_ctl, SYS_epoll_wait}},
    {"duplicate", {SYS_dup, SYS_dup2, SYS_dup3, SYS_fcntl}},
    {"memory", {SYS_mmap, SYS_brk}},
    {"limits", {SYS_prlimit64, SYS_sched_setaffinity, SYS_sched_getaffinity, SYS_prctl}},
    {"process", {SYS_pidfd_open}},
    {"folder", {SYS_getdents64, SYS_readlink, SYS_readlinkat, SYS_getcwd, SYS_access, SYS_faccessat}},
};

const std::map<std::string, int> kErrors = {{"ENOSPC", ENOSPC}, {"EIO", EIO}, {"EMFILE", EMFILE}, {"EAGAIN", EAGAIN}, {"EINTR", EINTR}, {"ENOMEM", ENOMEM}, {"EACCES", EACCES}, {"EROFS", EROFS}, {"EPERM", EPERM}, {"EPIPE", EPIPE}, {"EDQUOT", EDQUOT}, {"ENFILE", ENFILE}, {"EFBIG", EFBIG}, {"EXDEV", EXDEV}, {"ENOBUFS", ENOBUFS}, {"EINVAL", EINVAL}};

struct Options {
  std::string report, kind, fault, in;
  std::uint64_t nth = 0;
  std::vector<char*> command;
};

struct Tally {
  std::map<std::string, std::uint64_t> counts;
  bool begun = false;
  bool injected = false;
};

[[noreturn]] void stop(const std::string& why) {
  std::fprintf(stderr, "inject: %s\n", why.c_str());
  std::exit(3);
}

Options parse(int argc, char** argv) {
  Options options;
  for (int i = 1; i < argc; ++i) {
    const std::string name = argv[i];
    if (name == "--") {
      options.command.assign(argv + i + 1, argv + argc);
      break;
    }
    if (i + 1 == argc) stop(name + " needs a value");
    const std::string value = argv[++i];
    if (name == "--report") options.report = value;
    else if (name == "--kind") options.kind = value;
    else if (name == "--fault") options.fault = value;
    else if (name == "--in") options.in = value;
    else if (name == "--nth") options.nth = std::strtoull(value.c_str(), nullptr, 10);
    else stop("unknown option " + name);
  }
  if (options.command.empty() || options.report.empty()) stop("--report FILE and -- PROGRAM are needed");
  if (!options.kind.empty() && !kKinds.contains(options.kind)) stop("unknown kind " + options.kind);
  options.command.push_back(nullptr);
  return options;
}

/// All calls of the kind, or of every kind, are asked about.
std::vector<sock_filter> filter_for(const std::string& kind) {
  std::vector<sock_filter> program = {BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr))};
  const auto ask_about = [&](int call) {
    program.push_back(BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, static_cast<std::uint32_t>(call), 0, 1));
    program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF));
  };
  ask_about(SYS_fcntl);
  for (const auto& [name, calls] : kKinds) {
    if (!kind.empty() && name != kind) continue;
    for (const int call : calls) ask_about(call);
  }
  program.push_back(BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return program;
}

/// In the child: its calls are asked about from here on. The listener goes to the parent through the socket.
[[noreturn]] void become(const Options& options, int socket) {
  std::vector<sock_filter> code = filter_for(options.kind);
  const sock_fprog program{static_cast<unsigned short>(code.size()), code.data()};
  prctl(PR_SET_PDEATHSIG, SIGKILL);
  prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0);
  const long listener = syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program);
  const int fd = static_cast<int>(listener);
  char control[CMSG_SPACE(sizeof(int))] = {};
  char byte = listener < 0 ? 'n' : 'y';
  iovec data{&byte, 1};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  if (listener >= 0) {
    message.msg_control = control;
    message.msg_controllen = sizeof control;
    cmsghdr* header = CMSG_FIRSTHDR(&message);
    header->cmsg_level = SOL_SOCKET;
    header->cmsg_type = SCM_RIGHTS;
    header->cmsg_len = CMSG_LEN(sizeof(int));
    std::memcpy(CMSG_DATA(header), &fd, sizeof fd);
  }
  sendmsg(socket, &message, 0);
  close(socket);
  if (listener >= 0) close(fd);
  execv(options.command[0], options.command.data());
  _exit(127);
}

int receive_listener(int socket) {
  char control[CMSG_SPACE(sizeof(int))] = {};
  char byte = 0;
  iovec data{&byte, 1};
  msghdr message{};
  message.msg_iov = &data;
  message.msg_iovlen = 1;
  message.msg_control = control;
  message.msg_controllen = sizeof control;
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1 || byte != 'y') {
    std::fprintf(stderr, "inject: this kernel does not let system calls be watched (seccomp)\n");
    std::exit(77);
  }
  int fd = -1;
  std::memcpy(&fd, CMSG_DATA(CMSG_FIRSTHDR(&message)), sizeof fd);
  return fd;
}

std::string command_of(pid_t pid) {
  std::ifstream file("/proc/" + std::to_string(pid) + "/comm");
  std::string name;
  std::getline(file, name);
  return name;
}

const std::string& kind_of(int call) {
  static const std::string kNone;
  for (const auto& [name, calls] : kKinds) {
    for (const int one : calls) {
      if (one == call) return name;
    }
  }
  return kNone;
}

/// Writes half of what the process asks for in its place; the number of bytes, or -1 where that does not apply.
std::int64_t write_half(const seccomp_notif& ask) {
  const std::uint64_t size = ask.data.args[2] / 2;
  if (ask.data.nr != SYS_write || size == 0) return -1;
  std::vector<char> bytes(size);
  const int memory = open(("/proc/" + std::to_string(ask.pid) + "/mem").c_str(), O_RDONLY | O_CLOEXEC);
  const ssize_t got = pread(memory, bytes.data(), size, static_cast<off_t>(ask.data.args[1]));
  close(memory);
  const int process = static_cast<int>(syscall(SYS_pidfd_open, ask.pid, 0));
  const int fd = static_cast<int>(syscall(SYS_pidfd_getfd, process, static_cast<int>(ask.data.args[0]), 0));
  const ssize_t written = got == static_cast<ssize_t>(size) && fd >= 0 ? write(fd, bytes.data(), size) : -1;
  close(fd);
  close(process);
  return written;
}

/// Our programs look at their standard descriptors first of all; what comes before is the dynamic loader.
bool begins_main(const seccomp_notif& ask) { return ask.data.nr == SYS_fcntl && ask.data.args[0] == 0 && ask.data.args[1] == F_GETFD; }

void answer(const seccomp_notif& ask, const Options& options, Tally& tally, seccomp_notif_resp& reply) {
  reply.id = ask.id;
  reply.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
  if (!options.in.empty() && command_of(static_cast<pid_t>(ask.pid)) != options.in.substr(0, 15)) return;
  if (!tally.begun) {
    tally.begun = options.in.empty() || begins_main(ask);
    return;
  }
  if (ask.data.nr == SYS_brk && ask.data.args[0] == 0) return;  // only asks where the heap ends
  const std::string& kind = kind_of(ask.data.nr);
  if (++tally.counts[kind] != options.nth || kind != options.kind) return;
  if (options.fault == "KILL") {
    kill(static_cast<pid_t>(ask.pid), SIGKILL);
  } else if (options.fault == "short") {
    const std::int64_t written = write_half(ask);
    if (written < 0) return;
    reply.flags = 0;
    reply.val = written;
  } else {
    reply.flags = 0;
    if (ask.data.nr != SYS_brk) reply.error = -kErrors.at(options.fault);  // brk fails with an address that is too low: 0
  }
  tally.injected = true;
}

int children_left() {
  std::ifstream file("/proc/self/task/" + std::to_string(getpid()) + "/children");
  int count = 0;
  for (pid_t child = 0; file >> child;) {
    ++count;
    kill(child, SIGKILL);
  }
  return count;
}

/// Answers until the program and all that it started have ended, but not for ever. Returns how many processes were left.
int serve(int listener, pid_t program, const Options& options, Tally& tally, int& status) {
  constexpr auto kGrace = std::chrono::seconds(15), kLongest = std::chrono::seconds(90);
  const auto began = Clock::now();
  auto ended_at = Clock::time_point::max();
  for (;;) {
    pollfd ready{listener, POLLIN, 0};
    poll(&ready, 1, 20);
    if (ready.revents & POLLIN) {
      seccomp_notif ask{};
      seccomp_notif_resp reply{};
      if (ioctl(listener, SECCOMP_IOCTL_NOTIF_RECV, &ask) == 0) {
        answer(ask, options, tally, reply);
        ioctl(listener, SECCOMP_IOCTL_NOTIF_SEND, &reply);
      }
    }
    int how = 0;
    for (pid_t gone; (gone = waitpid(-1, &how, WNOHANG)) != 0;) {
      if (gone < 0) return 0;
      if (gone != program) continue;
      status = how;
      ended_at = Clock::now();
    }
    const bool too_long = Clock::now() - began > kLongest;
    if (too_long) status = -1;
    if (too_long || (ended_at != Clock::time_point::max() && Clock::now() - ended_at > kGrace)) return children_left();
  }
}

void write_report(const Options& options, const Tally& tally, int status, int left) {
  std::ofstream out(options.report);
  out << "{\"exit\": " << (status >= 0 && WIFEXITED(status) ? WEXITSTATUS(status) : -1) << ", \"signal\": " << (status >= 0 && WIFSIGNALED(status) ? WTERMSIG(status) : 0)
      << ", \"hung\": " << (status < 0 ? "true" : "false") << ", \"injected\": " << (tally.injected ? "true" : "false") << ", \"left\": " << left << ", \"counts\": {";
  const char* separator = "";
  for (const auto& [kind, count] : tally.counts) {
    out << separator << '"' << kind << "\": " << count;
    separator = ", ";
  }
  out << "}}\n";
}

}  // namespace

int main(int argc, char** argv) {
  const Options options = parse(argc, argv);
  prctl(PR_SET_CHILD_SUBREAPER, 1);
  int ends[2];
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends) != 0) stop("no socket pair");
  const pid_t program = fork();
  if (program == 0) become(options, ends[1]);
  const int listener = receive_listener(ends[0]);
  Tally tally;
  int status = 0;
  const int left = serve(listener, program, options, tally, status);
  write_report(options, tally, status, left);
  return 0;
}
