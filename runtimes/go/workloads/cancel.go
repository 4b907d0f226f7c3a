package workloads

import (
	"context"
	"net"
	"os"
	"runtime"
	"sync/atomic"
	"time"

	"unblock/protocol"
)

const (
	sleeping = iota
	connecting
	reading
	writing
	queued
)

func cancelsThat(arguments map[string]int64) string {
	switch {
	case arguments["wait"] > queued:
		return "wait: 0 sleeping, 1 connecting, 2 reading, 3 writing, 4 queued"
	case arguments["wait"] == connecting:
		return "a full queue of connections is not made here; the other waits are"
	}
	return ""
}

// silentServer accepts and reads nothing.
type silentServer struct {
	listener net.Listener
	accepted chan net.Conn
}

func newSilentServer(tasks int) (*silentServer, error) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	s := &silentServer{listener, make(chan net.Conn, tasks)}
	go func() {
		defer close(s.accepted)
		for {
			connection, err := listener.Accept()
			if err != nil {
				return
			}
			s.accepted <- connection
		}
	}()
	return s, nil
}

func (s *silentServer) dropAll(count int) {
	for i := 0; i < count; i++ {
		(<-s.accepted).Close()
	}
}

// waitLong waits for what never comes, until the context is cancelled. The idiom for a connection: a deadline in the past.
func waitLong(ctx context.Context, kind int, server string, places chan struct{}) error {
	switch kind {
	case sleeping:
		timer := time.NewTimer(time.Hour)
		defer timer.Stop()
		select {
		case <-timer.C:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	case queued:
		select {
		case places <- struct{}{}:
			return nil
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	connection, err := net.Dial("tcp", server)
	if err != nil {
		return err
	}
	defer connection.Close()
	released := make(chan struct{})
	defer close(released)
	go func() {
		select {
		case <-ctx.Done():
			_ = connection.SetDeadline(time.Unix(1, 0))
		case <-released:
		}
	}()
	if kind == reading {
		_, err = connection.Read(make([]byte, 16))
	} else {
		_, err = connection.Write(make([]byte, 8_000_000)) // more than the socket buffers take
	}
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return err
}

func descend(ctx context.Context, depth, kind int, server string, places chan struct{}) error {
	if depth <= 1 {
		return waitLong(ctx, kind, server, places)
	}
	return descend(ctx, depth-1, kind, server, places)
}

type holdings struct{ goroutines, descriptors int }

func held() holdings {
	runtime.GC()
	entries, _ := os.ReadDir("/proc/self/fd")
	return holdings{runtime.NumGoroutine(), len(entries)}
}

// cancel: N pending waits whose context is cancelled. From the request until the last is joined, and nothing left behind, proved
// by the number of goroutines and descriptors.
func cancel(c *protocol.Context) error {
	kind, tasks := c.Argument("wait"), c.Argument("tasks")
	before := held()
	if err := cancelRound(c, kind, tasks, false); err != nil {
		return err
	}
	c.ForgetLatency()
	if err := cancelRound(c, kind, tasks, true); err != nil {
		return err
	}
	left := held()
	for i := 0; i < 1000 && left.goroutines > before.goroutines; i++ { // a goroutine that has said its last word still counts for a moment
		time.Sleep(time.Millisecond)
		left = held()
	}
	c.Measure("tasks_left", float64(left.goroutines-before.goroutines))
	c.Measure("descriptors_left", float64(left.descriptors-before.descriptors))
	if left.goroutines > before.goroutines || left.descriptors > before.descriptors {
		c.Fail("%d goroutines and %d descriptors are left over", left.goroutines-before.goroutines, left.descriptors-before.descriptors)
	}
	c.Operations(tasks)
	return nil
}

func cancelRound(c *protocol.Context, kind, tasks int, timed bool) error {
	address, onSocket := "", kind == reading || kind == writing
	var server *silentServer
	if onSocket {
		var err error
		if server, err = newSilentServer(tasks); err != nil {
			return err
		}
		address = server.listener.Addr().String()
	}
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	places := make(chan struct{}) // nobody takes from it
	ended := make(chan error, tasks)
	var begun, requested int64
	for i := 0; i < tasks; i++ {
		go func() {
			atomic.AddInt64(&begun, 1)
			err := descend(ctx, c.Argument("depth"), kind, address, places)
			c.Record(c.NowNs() - atomic.LoadInt64(&requested))
			ended <- err
		}()
	}
	for atomic.LoadInt64(&begun) < int64(tasks) || onSocket && len(server.accepted) < tasks {
		time.Sleep(time.Millisecond)
	}
	time.Sleep(map[bool]time.Duration{false: time.Millisecond, true: 50 * time.Millisecond}[onSocket])
	if timed {
		c.Start()
	}
	atomic.StoreInt64(&requested, c.NowNs())
	stop()
	for i := 0; i < tasks; i++ {
		if err := <-ended; err != context.Canceled {
			c.Fail("a wait ended before it was cancelled: %v", err)
		}
	}
	if timed {
		c.Stop()
	}
	if onSocket {
		server.dropAll(tasks)
		server.listener.Close()
	}
	return nil
}
