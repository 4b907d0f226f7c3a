// Package workloads has what every workload does (bench/workloads), in goroutines and Go's standard library.
package workloads

import (
	"fmt"
	"sync"

	"unblock/protocol"
)

// All of them, by name. Missing: post and startup, because a program in Go has one loop, which it neither sees nor makes;
// blocking_http, because net/http blocks nobody but its own goroutine.
func All() map[string]protocol.Workload {
	return map[string]protocol.Workload{
		"background":     {Run: background},
		"bounded":        {Run: bounded},
		"cancel":         {Run: cancel, WhyNot: cancelsThat},
		"connect":        {Run: connect},
		"cpu":            {Run: cpu, WhyNot: alwaysOffloaded},
		"echo":           {Run: echo},
		"echo_open":      {Run: echoOpen},
		"failing_gather": {Run: failingGather},
		"file_read":      {Run: fileRead, WhyNot: readsBlocks},
		"gather":         {Run: gather},
		"gather_open":    {Run: gatherOpen},
		"keepalive":      {Run: keepAlive},
		"keepalive_open": {Run: keepAliveOpen},
		"pipeline":       {Run: pipeline},
		"sequence":       {Run: sequence, WhyNot: oneAfterAnother},
		"sleep":          {Run: sleep},
		"spawn":          {Run: spawn},
		"stall":          {Run: stall},
		"stream":         {Run: stream},
		"timeout":        {Run: timeout},
		"yield":          {Run: yield},
	}
}

// together runs work(0) … work(count-1), each in a goroutine, and gives the first error when all have ended.
func together(count int, work func(task int) error) (first error) {
	var all sync.WaitGroup
	var once sync.Once
	all.Add(count)
	for task := 0; task < count; task++ {
		go func(task int) {
			defer all.Done()
			if err := work(task); err != nil {
				once.Do(func() { first = err })
			}
		}(task)
	}
	all.Wait()
	return first
}

func oneAfterAnother(arguments map[string]int64) string {
	const longestPassS = 3 // as in bench/workloads/workload.h
	delayS := float64(arguments["delay_us"]) / 1e6
	if total := float64(arguments["requests"]) * delayS; total > longestPassS {
		return fmt.Sprintf("%d waits of %g s one after another take %g s", arguments["requests"], delayS, total)
	}
	return ""
}
