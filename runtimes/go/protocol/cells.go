package protocol

import (
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
)

// Beside TCP, which has no argument. None is written for this guest, and a cell of one says so.
var wires = map[string]bool{"unix": true, "tls": true, "tls_resumed": true, "udp": true}

// An argument of a cell is a pair in JSON: ["tasks", 100], or ["wire", "tls"].
type argument struct {
	name  string
	value int64
	wire  string
}

func (a argument) MarshalJSON() ([]byte, error) {
	if a.wire != "" {
		return json.Marshal([]any{a.name, a.wire})
	}
	return json.Marshal([]any{a.name, a.value})
}
func (a *argument) UnmarshalJSON(text []byte) error {
	if json.Unmarshal(text, &[]any{&a.name, &a.wire}) == nil {
		return nil
	}
	a.wire = ""
	return json.Unmarshal(text, &[]any{&a.name, &a.value})
}
func (a argument) String() string {
	if a.wire != "" {
		return a.name + ":" + a.wire
	}
	return fmt.Sprintf("%s:%d", a.name, a.value)
}

// A cell is one workload with one set of arguments.
type cell struct {
	Name          string     `json:"name"`
	Workload      string     `json:"workload"`
	Operation     string     `json:"operation"`
	Arguments     []argument `json:"arguments"`
	Quick         bool       `json:"quick"`
	Once          bool       `json:"once"`
	NeedsTarget   bool       `json:"needs_target"`
	SpeaksHTTP    bool       `json:"speaks_http"`
	NotApplicable string     `json:"not_applicable"`
	run           func(*Context) error
}

// benchmarkName is as Google Benchmark prints it.
func (c *cell) benchmarkName() string {
	if c.Once {
		return c.Name + "/iterations:1/process_time/manual_time"
	}
	return c.Name + "/process_time/manual_time"
}

func (c *cell) values() map[string]int64 {
	values := map[string]int64{}
	for _, a := range c.Arguments {
		values[a.name] = a.value
	}
	return values
}

// wire of the cell; empty: TCP.
func (c *cell) wire() string {
	for _, a := range c.Arguments {
		if a.wire != "" {
			return a.wire
		}
	}
	return ""
}

// A Workload in this language. WhyNot says why a cell cannot run here; nil or "": it can.
type Workload struct {
	Run    func(*Context) error
	WhyNot func(arguments map[string]int64) string
}

func (w Workload) named(runtime string, row cell) *cell {
	name := runtime + "/" + row.Workload
	reason := ""
	for _, a := range row.Arguments {
		name += "/" + a.String()
		if a.wire != "" {
			reason = whyNoWire(a.wire)
		}
	}
	row.Name, row.run, row.NotApplicable = name, w.Run, reason
	if w.WhyNot != nil && reason == "" {
		row.NotApplicable = w.WhyNot(row.values())
	}
	return &row
}

// cellsOf gives the rows of the C++ workers' table for which there is a workload, under this runtime's name.
func cellsOf(runtime string, o options, workloads map[string]Workload) ([]*cell, error) {
	text, err := os.ReadFile(o.cellsFile)
	var table struct{ Cells []cell }
	if err == nil {
		err = json.Unmarshal(text, &table)
	}
	if err != nil {
		return nil, inputError("cannot read the table of workloads '%s': %v; build the target 'guest-cells'", o.cellsFile, err)
	}
	var cells []*cell
	for _, row := range table.Cells {
		if workload, known := workloads[row.Workload]; known {
			cells = append(cells, workload.named(runtime, row))
		}
	}
	if o.extraCase == "" {
		return cells, nil
	}
	extra, err := parseCase(runtime, cells, workloads, o.extraCase)
	if err != nil {
		return nil, err
	}
	for _, c := range cells {
		if c.Name == extra.Name {
			return cells, nil
		}
	}
	return append(cells, extra), nil
}

func parseCase(runtime string, cells []*cell, workloads map[string]Workload, text string) (*cell, error) {
	parts := strings.Split(text, "/")
	for _, like := range cells {
		if like.Workload != parts[0] {
			continue
		}
		row := *like
		row.Quick, row.Once = false, false
		row.Arguments = append([]argument(nil), like.Arguments...)
		for _, part := range parts[1:] {
			if err := row.set(part); err != nil {
				return nil, err
			}
		}
		return workloads[row.Workload].named(runtime, row), nil
	}
	return nil, inputError("runtime '%s' has no workload '%s'", runtime, parts[0])
}

func (c *cell) set(part string) error {
	name, text, colon := strings.Cut(part, ":")
	if name == "wire" && wires[text] {
		c.Arguments = append(c.Arguments, argument{name: name, wire: text})
		return nil
	}
	var known []string
	for i := range c.Arguments {
		known = append(known, c.Arguments[i].name)
		if c.Arguments[i].name != name || !colon {
			continue
		}
		value, err := strconv.ParseInt(text, 10, 64)
		if err != nil || value < 0 || strings.HasPrefix(text, "+") {
			return inputError("'%s' is no value for the parameter '%s': a whole number from 0 on is expected", text, name)
		}
		if value == 0 && i == 0 {
			return inputError("the parameter '%s' must be at least 1", name)
		}
		c.Arguments[i].value = value
		return nil
	}
	return inputError("workload '%s' has no parameter '%s'; it has %s", c.Workload, name, strings.Join(known, ", "))
}
