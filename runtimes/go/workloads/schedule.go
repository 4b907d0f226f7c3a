package workloads

import (
	"math/rand"
	"sync/atomic"
	"time"

	"unblock/protocol"
)

// openLoop says when requests are due, fixed before the run whatever the answers do: evenly spaced, or a Poisson process with a
// seed of its own, the same in every pass.
type openLoop struct {
	context *protocol.Context
	dueNs   []int64
	late    int64
}

func newOpenLoop(c *protocol.Context) *openLoop {
	const passS = 0.1
	return openLoopOf(c, c.Argument("poisson") != 0, passS)
}

func openLoopOf(c *protocol.Context, poisson bool, passS float64) *openLoop {
	const seed = 20240229
	rate := float64(c.Argument("per_second"))
	chance := rand.New(rand.NewSource(seed))
	loop := &openLoop{context: c}
	atS := 0.0
	for i := 0; i < int(passS*rate) || i == 0; i++ {
		if poisson {
			atS += chance.ExpFloat64() / rate
		} else {
			atS += 1 / rate
		}
		loop.dueNs = append(loop.dueNs, int64(atS*1e9))
	}
	return loop
}

// waitUntilDue returns the intended start.
func (l *openLoop) waitUntilDue(number int) int64 {
	const lateNs = 1_000_000
	intended := l.context.StartedNs + l.dueNs[number]
	if left := intended - l.context.NowNs(); left > 0 {
		time.Sleep(time.Duration(left))
	}
	if l.context.NowNs()-intended > lateNs {
		atomic.AddInt64(&l.late, 1)
	}
	return intended
}

func (l *openLoop) finish() {
	l.context.Measure("late_starts", float64(l.late)/float64(len(l.dueNs)))
	l.context.Operations(len(l.dueNs))
}
