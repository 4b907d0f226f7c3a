package protocol

import (
	"crypto/tls"
	"fmt"
	"net"
	"sync"
	"syscall"
	"time"
	"unsafe"
)

// Claim is what this worker says it did to the target; the target's own count must agree.
type Claim struct {
	Connections int64
	Requests    int64
	BytesOut    int64 // 0 with requests: not claimed, net/http writes headers of its own
	BytesIn     int64

	unixConnections, tlsConnections, tlsResumed int64 // of the connections

	work map[string]int64 // what unblock-digest makes the digest of: {"request:/wait/0/64": how often}
}

func (c *Claim) add(item string, count int64) {
	if c.work == nil {
		c.work = map[string]int64{}
	}
	c.work[item] += count
}

// Request claims `count` GETs of this path.
func (c *Claim) Request(path string, count int64) {
	c.Requests += count
	c.add("request:"+path, count)
}

// Echo claims `repeats` messages of `size` bytes on each of `connections` connections.
func (c *Claim) Echo(connections, size, repeats int64) { c.echo(connections, size, repeats, 1) }

func (c *Claim) echo(connections, size, repeats, times int64) {
	c.BytesOut += times * connections * size * repeats
	c.BytesIn += times * connections * size * repeats
	c.add(fmt.Sprintf("echo:%d:%d:%d", connections, size, repeats), times)
}

// EchoDealtOut claims `messages` in turn over the connections: the first few of these send one more than the others.
func (c *Claim) EchoDealtOut(connections, size, messages int64) {
	c.Echo(connections, size, messages/connections)
	if extra := messages % connections; extra > 0 {
		c.echo(extra, size, messages/connections+1, 1)
		c.echo(extra, size, messages/connections, -1)
	}
}

type span struct {
	task             int
	startNs, finalNs int64
}

// Context is what a workload measures with: its arguments, its clock, where results go and what it claims to have done.
type Context struct {
	Target     string // host:port
	RealServer string // the URL of --unblock_server, or empty
	Claim      Claim  // of the goroutine that runs the pass only

	wire           *wire
	arguments      map[string]int64
	syscallCounter int
	origin         time.Time
	originNs       int64

	StartedNs            int64
	elapsedNs            int64
	totalElapsedNs       int64
	operations           int64
	waitsNs              int64
	usageAtStart         usage
	usage                usage
	threads              int
	latency, uncorrected Histogram
	measured             map[string][2]float64 // sum and count

	mutex         sync.Mutex // guards what follows
	failure       string
	configuration map[string]string
	spans         []span
	spansKept     int
}

// Argument by its name.
func (c *Context) Argument(name string) int { return int(c.arguments[name]) }

// NowNs is CLOCK_MONOTONIC in nanoseconds, which is also the time that the target's events bear. Go reads that clock, and gives
// differences of it only.
func (c *Context) NowNs() int64 { return c.originNs + int64(time.Since(c.origin)) }

func monotonicNs() int64 {
	const clockMonotonic = 1
	var now syscall.Timespec
	syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockMonotonic, uintptr(unsafe.Pointer(&now)), 0)
	return now.Nano()
}

// Start and Stop enclose the timed part of a pass.
func (c *Context) Start() {
	c.usageAtStart = readUsage(c.syscallCounter)
	c.StartedNs = c.NowNs()
}

// Stop ends the timed part.
func (c *Context) Stop() {
	c.elapsedNs = c.NowNs() - c.StartedNs
	c.totalElapsedNs += c.elapsedNs
	c.usage.addDifference(c.usageAtStart, readUsage(c.syscallCounter))
	if c.threads == 0 {
		c.threads = int(status("Threads:"))
	}
}

// ElapsedNs of the last pass.
func (c *Context) ElapsedNs() int64 { return c.elapsedNs }

// Record adds a latency; RecordUncorrected, in an open loop, the same from the actual start. Safe from any goroutine.
func (c *Context) Record(ns int64)            { c.latency.Record(ns) }
func (c *Context) RecordUncorrected(ns int64) { c.uncorrected.Record(ns) }

// RecordSpan keeps one wait of one task for the timeline.
func (c *Context) RecordSpan(task int, startNs, endNs int64) {
	if c.spansKept == 0 {
		return
	}
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if len(c.spans) < c.spansKept {
		c.spans = append(c.spans, span{task, startNs - c.StartedNs, endNs - c.StartedNs})
	}
}

// ForgetLatency is for a pass whose first part is a rehearsal.
func (c *Context) ForgetLatency() { c.latency = Histogram{} }

// Operations of this pass, and Waits: the sum of the waits in it.
func (c *Context) Operations(count int) { c.operations += int64(count) }
func (c *Context) Waits(totalNs int64)  { c.waitsNs += totalNs }

// Measure notes a figure of this pass beside time and latency; the counter is the mean over the passes.
func (c *Context) Measure(name string, value float64) {
	sum := c.measured[name]
	c.measured[name] = [2]float64{sum[0] + value, sum[1] + 1}
}

// Fail says that the work came out wrong; the first sentence is kept. Safe from any goroutine.
func (c *Context) Fail(format string, words ...any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	if c.failure == "" {
		c.failure = fmt.Sprintf(format, words...)
	}
}

func (c *Context) wrong() string {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	return c.failure
}

// Note adds to what the results say about how this ran.
func (c *Context) Note(key string, value any) {
	c.mutex.Lock()
	defer c.mutex.Unlock()
	c.configuration[key] = fmt.Sprint(value)
}

// Inspect reads the real settings of a connected socket.
func (c *Context) Inspect(connection net.Conn) {
	if secured, is := connection.(*tls.Conn); is {
		connection = secured.NetConn()
		c.Note("tls", "crypto/tls, "+tlsVersion(secured)+", the target's certificate pinned")
	}
	if c.wire.name != "" {
		c.Note("wire", c.wire.name)
	}
	socket, is := connection.(syscall.Conn)
	if !is {
		return
	}
	raw, err := socket.SyscallConn()
	if err != nil {
		return
	}
	_ = raw.Control(func(fd uintptr) {
		noDelay, err := syscall.GetsockoptInt(int(fd), syscall.IPPROTO_TCP, syscall.TCP_NODELAY)
		if err != nil {
			c.Note("TCP_NODELAY", "no TCP")
		} else {
			c.Note("TCP_NODELAY", map[bool]string{true: "on", false: "off"}[noDelay != 0])
		}
		for name, option := range map[string]int{"SO_SNDBUF": syscall.SO_SNDBUF, "SO_RCVBUF": syscall.SO_RCVBUF} {
			size, _ := syscall.GetsockoptInt(int(fd), syscall.SOL_SOCKET, option)
			c.Note(name, size)
		}
	})
}

// clear forgets what earlier passes measured; the claim and the configuration stay.
func (c *Context) clear() {
	c.latency, c.uncorrected = Histogram{}, Histogram{}
	c.measured = map[string][2]float64{}
	c.operations, c.waitsNs, c.elapsedNs, c.totalElapsedNs = 0, 0, 0, 0
	c.usage = usage{}
}
