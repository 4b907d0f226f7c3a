package workloads

import (
	"fmt"
	"runtime"
	"sync"
	"sync/atomic"
	"syscall"
	"time"

	"unblock/protocol"
)

func sleep(c *protocol.Context) error {
	tasks, wait := c.Argument("tasks"), time.Duration(c.Argument("wait_ms"))*time.Millisecond
	woken := make([]uint8, tasks)
	c.Start()
	err := together(tasks, func(task int) error {
		time.Sleep(wait)
		woken[task]++
		return nil
	})
	c.Stop()
	for _, times := range woken {
		if times != 1 {
			c.Fail("not every task woke up exactly once")
		}
	}
	if c.ElapsedNs() < int64(wait) {
		c.Fail("the waits were over before their time")
	}
	c.Operations(tasks)
	c.Waits(int64(tasks) * int64(wait))
	return err
}

func spawn(c *protocol.Context) error {
	results := make([]int, c.Argument("tasks"))
	c.Start()
	err := together(len(results), func(seed int) error {
		results[seed] = seed*2 + 1
		return nil
	})
	c.Stop()
	for seed, result := range results {
		if result != seed*2+1 {
			c.Fail("a task left the wrong result")
		}
	}
	c.Operations(len(results))
	return err
}

func yield(c *protocol.Context) error {
	const perPass = 50_000
	tasks := c.Argument("tasks")
	times := perPass / tasks
	if times == 0 {
		times = 1
	}
	turns := make([]int, tasks)
	c.Start()
	err := together(tasks, func(task int) error {
		for i := 0; i < times; i++ {
			runtime.Gosched()
			turns[task]++
		}
		return nil
	})
	c.Stop()
	for _, count := range turns {
		if count != times {
			c.Fail("a task did not come back from every suspension")
		}
	}
	c.Operations(tasks * times)
	return err
}

// background: `go`, and the caller goes on. What has become of the goroutines when it ends.
func background(c *protocol.Context) error {
	tasks, wait := c.Argument("tasks"), time.Duration(c.Argument("wait_ms"))*time.Millisecond
	var finished int64
	var all sync.WaitGroup
	all.Add(tasks)
	c.Start()
	began := c.NowNs()
	for i := 0; i < tasks; i++ {
		go func() {
			defer all.Done()
			time.Sleep(wait)
			atomic.AddInt64(&finished, 1)
		}()
	}
	heldUp := c.NowNs() - began
	time.Sleep(time.Duration(c.Argument("caller_ms")) * time.Millisecond)
	c.Stop()
	c.Measure("unfinished_when_caller_ended", float64(int64(tasks)-atomic.LoadInt64(&finished)))
	all.Wait()
	if finished != int64(tasks) {
		c.Fail("a background task never finished, though it was joined")
	}
	c.Note("when nobody waits", "a goroutine ends with the program, wherever it is; an error that it returns is lost, a panic ends the program")
	c.Record(heldUp)
	c.Operations(tasks)
	c.Waits(int64(tasks) * int64(wait))
	return nil
}

// tick goes on every millisecond until done or `most` times: how late it is shows what the others do to it.
func tick(c *protocol.Context, done *int32, most int) (ticks int) {
	const interval = time.Millisecond
	for ticks < most && atomic.LoadInt32(done) == 0 {
		due := c.NowNs() + int64(interval)
		time.Sleep(interval)
		c.Record(c.NowNs() - due)
		ticks++
	}
	return ticks
}

// stall: some tasks block in a system call. Go gives their processor to others, on another thread.
func stall(c *protocol.Context) error {
	const ticks = 50
	tasks, stalling := c.Argument("tasks"), c.Argument("stalling")
	stalled := syscall.NsecToTimespec(int64(c.Argument("stall_ms")) * 1_000_000)
	var never int32
	c.Start()
	err := together(tasks+stalling, func(task int) error {
		if task >= tasks {
			time.Sleep(ticks / 2 * time.Millisecond)
			return syscall.Nanosleep(&stalled, nil)
		}
		if tick(c, &never, ticks) != ticks {
			c.Fail("a task did not go on after every wait")
		}
		return nil
	})
	c.Stop()
	c.Operations(tasks * ticks)
	return err
}

func compute(seed uint64, rounds int) uint64 { // xorshift64, as in bench/workloads/computation.h
	x := seed | 1
	for i := 0; i < rounds; i++ {
		x ^= x << 13
		x ^= x >> 7
		x ^= x << 17
	}
	return x
}

func alwaysOffloaded(arguments map[string]int64) string {
	if arguments["offload"] == 0 {
		return "a goroutine that computes is taken off its thread every 10 ms: there is no computing in the loop"
	}
	return ""
}

// cpu: tasks that compute beside one that ticks. Goroutines run on GOMAXPROCS threads, and are preempted.
func cpu(c *protocol.Context) error {
	tasks, rounds := c.Argument("tasks"), c.Argument("megarounds")*1_000_000
	results := make([]uint64, tasks)
	var done int32
	var ticking sync.WaitGroup
	ticking.Add(1)
	c.Start()
	go func() {
		defer ticking.Done()
		tick(c, &done, 1<<62)
	}()
	err := together(tasks, func(task int) error {
		results[task] = compute(uint64(task), rounds)
		return nil
	})
	c.Stop()
	atomic.StoreInt32(&done, 1)
	ticking.Wait()
	c.Note("pool", fmt.Sprintf("none: goroutines on %d threads", runtime.GOMAXPROCS(0)))
	if results[0] != compute(0, rounds) {
		c.Fail("a computation came out wrong")
	}
	c.Operations(tasks)
	return err
}
