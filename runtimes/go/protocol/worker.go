package protocol

import (
	"encoding/json"
	"errors"
	"fmt"
	"math"
	"os"
	"regexp"
	"runtime"
	"sort"
	"strings"
	"syscall"
	"time"
)

// WorkerMain is the body of a worker in Go. Exit code: 0 done, 1 a cell failed, 2 the flags were wrong.
func WorkerMain(runtime string, arguments []string, workloads map[string]Workload) int {
	code, err := run(runtime, arguments, workloads)
	if err != nil {
		fmt.Fprintf(os.Stderr, "unblock-worker-%s: %v\n", runtime, err)
		return 2
	}
	return code
}

func run(runtime string, arguments []string, workloads map[string]Workload) (int, error) {
	o, err := parse(arguments)
	if err != nil {
		return 0, err
	}
	cells, err := cellsOf(runtime, o, workloads)
	if err != nil {
		return 0, err
	}
	if o.describe {
		text, err := json.MarshalIndent(map[string]any{"protocol": 1, "runtime": runtime, "kind": "guest", "cells": cells}, "", " ")
		fmt.Println(string(text))
		return 0, err
	}
	picked, err := chosen(cells, o.filter)
	if err != nil {
		return 0, err
	}
	if o.listTests {
		for _, c := range picked {
			fmt.Println(c.benchmarkName())
		}
		return 0, nil
	}
	for _, path := range []string{o.out, o.sideFile} { // what cannot be written is said before anything is measured
		if path != "" {
			if err := writeFile(path, nil); err != nil {
				return 0, err
			}
		}
	}
	raiseDescriptorLimit()
	return measure(&session{runtime: runtime, options: o}, picked)
}

func chosen(cells []*cell, pattern string) (picked []*cell, err error) {
	unwanted := strings.HasPrefix(pattern, "-")
	pattern = strings.TrimPrefix(pattern, "-")
	if pattern == "all" {
		pattern = "."
	}
	filter, err := regexp.Compile(pattern)
	if err != nil {
		return nil, inputError("--benchmark_filter=%s: not a regular expression: %v", pattern, err)
	}
	for _, c := range cells {
		if filter.MatchString(c.benchmarkName()) != unwanted {
			picked = append(picked, c)
		}
	}
	return picked, nil
}

func measure(s *session, picked []*cell) (int, error) {
	code := 0
	rows := []map[string]any{}
	for index, c := range picked {
		row, err := s.row(c, index)
		if err != nil {
			return 0, err
		}
		if problem, failed := row["error_message"].(string); failed && !strings.HasPrefix(problem, "n/a") {
			code = 1
		}
		if s.options.format == "console" {
			fmt.Println(consoleLine(row))
		}
		rows = append(rows, row)
	}
	if len(picked) == 0 {
		fmt.Fprintf(os.Stderr, "Failed to match any benchmarks against regex: %s\n", s.options.filter)
	} else if err := s.write(rows); err != nil {
		return 0, err
	}
	return code, s.finish()
}

func (s *session) write(rows []map[string]any) error {
	text, err := json.MarshalIndent(map[string]any{"context": contextOf(s.runtime), "benchmarks": rows}, "", "  ")
	if err != nil {
		return err
	}
	text = append(text, '\n')
	if s.options.format == "json" {
		os.Stdout.Write(text)
	}
	if s.options.out != "" {
		return writeFile(s.options.out, text)
	}
	return nil
}

// nextIterations is Google Benchmark's rule for the next attempt; 0: the last one was long enough.
func nextIterations(iterations int, seconds, minTimeS float64) int {
	const most = 1_000_000_000
	if seconds >= minTimeS || iterations >= most {
		return 0
	}
	multiplier := minTimeS * 1.4 / math.Max(seconds, 1e-9)
	if seconds/minTimeS <= 0.1 {
		multiplier = math.Min(10, multiplier)
	}
	if multiplier <= 1 {
		multiplier = 2
	}
	more := int(math.Min(multiplier*float64(iterations), most))
	if more <= iterations {
		return iterations + 1
	}
	return more
}

// attempt runs `iterations` passes of a cell. `problem` says why there is no result; an error is the user's mistake.
func (s *session) attempt(c *cell, iterations int) (seconds, cpuS float64, problem string, err error) {
	if c.NotApplicable != "" {
		return 0, 0, "n/a: " + c.NotApplicable, nil
	}
	context, err := s.open(c)
	before := cpuSeconds()
	for i := 0; i < iterations && err == nil && context.wrong() == ""; i++ {
		if err = c.run(context); err == nil {
			seconds += float64(context.elapsedNs) / 1e9
		}
	}
	cpuS = cpuSeconds() - before
	wrong := ""
	if err == nil {
		if wrong = context.wrong(); wrong == "" {
			wrong, err = s.verify()
		}
	}
	var mistake InputError
	var notHere NotApplicable
	switch {
	case errors.As(err, &mistake):
		return 0, 0, "", err
	case errors.As(err, &notHere):
		return 0, 0, "n/a: " + notHere.Reason, nil
	case err != nil:
		return 0, 0, "failed: " + err.Error(), nil
	case wrong != "":
		return 0, 0, "wrong work: " + wrong, nil
	}
	return seconds, cpuS, "", nil
}

func (s *session) row(c *cell, index int) (map[string]any, error) {
	name := c.benchmarkName()
	row := map[string]any{"name": name, "run_name": name, "family_index": index, "per_family_instance_index": 0, "run_type": "iteration",
		"repetitions": 1, "repetition_index": 0, "threads": 1, "time_unit": "ns", "iterations": 0, "real_time": 0.0, "cpu_time": 0.0}
	fixed := s.options.iterations
	if c.Once {
		fixed = 1
	}
	iterations := 1
	if fixed > 0 {
		iterations = fixed
	}
	for {
		seconds, cpuS, problem, err := s.attempt(c, iterations)
		if err != nil {
			return nil, err
		}
		if problem != "" {
			row["error_occurred"], row["error_message"] = true, problem
			return row, nil
		}
		more := nextIterations(iterations, seconds, s.options.minTimeS)
		if fixed == 0 && more > 0 {
			iterations = more
			continue
		}
		row["iterations"] = iterations
		row["real_time"], row["cpu_time"] = seconds*1e9/float64(iterations), cpuS*1e9/float64(iterations)
		s.addCounters(row, float64(iterations))
		return row, nil
	}
}

func (s *session) addCounters(row map[string]any, passes float64) {
	c := s.context
	operations, elapsedNs := float64(c.operations), float64(c.totalElapsedNs)
	perOperation := func(total int64) float64 { return float64(total) / operations }
	row["operations"] = operations / passes
	row["time_ns_per_op"] = elapsedNs / operations
	row["ops_per_second"] = operations * 1e9 / elapsedNs
	row["cpu_ns_per_op"] = perOperation(c.usage.userNs + c.usage.systemNs)
	row["cpu_user_ns_per_op"] = perOperation(c.usage.userNs)
	row["cpu_system_ns_per_op"] = perOperation(c.usage.systemNs)
	row["cpu_share"] = float64(c.usage.userNs+c.usage.systemNs) / elapsedNs
	row["voluntary_switches_per_op"] = perOperation(c.usage.voluntary)
	row["involuntary_switches_per_op"] = perOperation(c.usage.involuntary)
	row["rss_peak_bytes"] = status("VmHWM:") * 1024
	row["threads"] = c.threads
	if c.waitsNs > 0 {
		row["overlap_factor"] = float64(c.waitsNs) / elapsedNs
	}
	if c.syscallCounter >= 0 {
		row["syscalls_per_op"] = math.Max(0, float64(c.usage.syscalls)-passes*float64(s.overheadSyscalls)) / operations
	}
	if s.startupMs > 0 {
		row["startup_ms"] = s.startupMs
	}
	for name, sum := range c.measured {
		row[name] = sum[0] / sum[1]
	}
	c.latency.addTo(row, "latency")
	c.uncorrected.addTo(row, "latency_uncorrected")
}

func cpuSeconds() float64 {
	u := readUsage(-1)
	return float64(u.userNs+u.systemNs) / 1e9
}

func contextOf(name string) map[string]any {
	host, _ := os.Hostname()
	var info syscall.Sysinfo_t
	_ = syscall.Sysinfo(&info)
	loads := []float64{}
	for _, load := range info.Loads {
		loads = append(loads, float64(load)/65536)
	}
	return map[string]any{"date": time.Now().Format(time.RFC3339), "host_name": host,
		"executable": os.Getenv("UNBLOCK_BIN") + "/unblock-worker-" + name, "num_cpus": runtime.NumCPU(), "mhz_per_cpu": 0,
		"cpu_scaling_enabled": false, "caches": []any{}, "load_avg": loads, "library_build_type": "release",
		"unblock_kind": "guest", "unblock_runtime": name}
}

func consoleLine(row map[string]any) string {
	if problem, failed := row["error_message"]; failed {
		return fmt.Sprintf("%s ERROR OCCURRED: '%s'", row["name"], problem)
	}
	line := fmt.Sprintf("%s %.0f ns %.0f ns %v", row["name"], row["real_time"], row["cpu_time"], row["iterations"])
	var counters []string
	for key, value := range row {
		if number, isFloat := value.(float64); isFloat && key != "real_time" && key != "cpu_time" {
			counters = append(counters, fmt.Sprintf("%s=%.6g", key, number))
		}
	}
	sort.Strings(counters)
	return line + " " + strings.Join(counters, " ")
}
