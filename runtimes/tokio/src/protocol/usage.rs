//! What a stretch of work cost beside time. Readings of this process, all threads.
use std::ops::{AddAssign, Sub};

#[derive(Clone, Copy, Default)]
pub struct Usage {
    pub user_ns: i64,
    pub system_ns: i64,
    pub voluntary: i64,
    pub involuntary: i64,
    pub syscalls: i64,
}

impl Usage {
    pub fn now(syscall_counter: i32) -> Self {
        let mut used = std::mem::MaybeUninit::<libc::rusage>::zeroed();
        // SAFETY: the structure is ours, and a failing getrusage leaves it zero.
        let used = unsafe {
            libc::getrusage(libc::RUSAGE_SELF, used.as_mut_ptr());
            used.assume_init()
        };
        let ns = |time: libc::timeval| time.tv_sec * 1_000_000_000 + time.tv_usec * 1_000;
        let mut count = [0u8; 8];
        if syscall_counter >= 0 {
            // SAFETY: eight bytes go into an array of eight.
            unsafe { libc::read(syscall_counter, count.as_mut_ptr().cast(), count.len()) };
        }
        Usage {
            user_ns: ns(used.ru_utime),
            system_ns: ns(used.ru_stime),
            voluntary: used.ru_nvcsw,
            involuntary: used.ru_nivcsw,
            syscalls: i64::from_ne_bytes(count),
        }
    }

    pub fn cpu_ns(&self) -> i64 {
        self.user_ns + self.system_ns
    }
}

impl Sub for Usage {
    type Output = Usage;
    fn sub(self, before: Usage) -> Usage {
        Usage {
            user_ns: self.user_ns - before.user_ns,
            system_ns: self.system_ns - before.system_ns,
            voluntary: self.voluntary - before.voluntary,
            involuntary: self.involuntary - before.involuntary,
            syscalls: self.syscalls - before.syscalls,
        }
    }
}

impl AddAssign for Usage {
    fn add_assign(&mut self, more: Usage) {
        self.user_ns += more.user_ns;
        self.system_ns += more.system_ns;
        self.voluntary += more.voluntary;
        self.involuntary += more.involuntary;
        self.syscalls += more.syscalls;
    }
}

/// A number of /proc/self/status.
pub fn status(field: &str) -> i64 {
    let text = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = text.lines().find_map(|line| line.strip_prefix(field)).unwrap_or_default();
    line.split_whitespace().next().and_then(|word| word.parse().ok()).unwrap_or(0)
}

/// As many file descriptors as this process may have.
pub fn raise_descriptor_limit() {
    // SAFETY: the structure is ours and written by getrlimit before it is read.
    unsafe {
        let mut limit = std::mem::zeroed::<libc::rlimit>();
        if libc::getrlimit(libc::RLIMIT_NOFILE, &mut limit) == 0 {
            limit.rlim_cur = limit.rlim_max;
            libc::setrlimit(libc::RLIMIT_NOFILE, &limit);
        }
    }
}

/// CLOCK_MONOTONIC, which is also the time that the target's events bear.
pub fn now_ns() -> i64 {
    // SAFETY: the structure is ours, and this clock cannot fail.
    unsafe {
        let mut now = std::mem::zeroed::<libc::timespec>();
        libc::clock_gettime(libc::CLOCK_MONOTONIC, &mut now);
        now.tv_sec * 1_000_000_000 + now.tv_nsec
    }
}
