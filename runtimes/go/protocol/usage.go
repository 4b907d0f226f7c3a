package protocol

import (
	"encoding/binary"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// usage is what a stretch of work cost beside time: readings of this process, all threads.
type usage struct {
	userNs, systemNs, voluntary, involuntary, syscalls int64
}

func readUsage(syscallCounter int) usage {
	var used syscall.Rusage
	_ = syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	reading := usage{used.Utime.Nano(), used.Stime.Nano(), used.Nvcsw, used.Nivcsw, 0}
	if syscallCounter >= 0 {
		var count [8]byte
		if n, _ := syscall.Read(syscallCounter, count[:]); n == len(count) {
			reading.syscalls = int64(binary.LittleEndian.Uint64(count[:]))
		}
	}
	return reading
}

func (u *usage) addDifference(before, after usage) {
	u.userNs += after.userNs - before.userNs
	u.systemNs += after.systemNs - before.systemNs
	u.voluntary += after.voluntary - before.voluntary
	u.involuntary += after.involuntary - before.involuntary
	u.syscalls += after.syscalls - before.syscalls
}

// status reads a number of /proc/self/status.
func status(field string) int64 {
	text, _ := os.ReadFile("/proc/self/status")
	_, after, _ := strings.Cut(string(text), field)
	line, _, _ := strings.Cut(after, "\n")
	words := strings.Fields(line)
	if len(words) == 0 {
		return 0
	}
	value, _ := strconv.ParseInt(words[0], 10, 64)
	return value
}

// raiseDescriptorLimit: as many file descriptors as this process may have.
func raiseDescriptorLimit() {
	var limit syscall.Rlimit
	if syscall.Getrlimit(syscall.RLIMIT_NOFILE, &limit) == nil {
		limit.Cur = limit.Max
		_ = syscall.Setrlimit(syscall.RLIMIT_NOFILE, &limit)
	}
}
