// Package protocol is the worker protocol in Go (docs/worker-protocol.md); it knows no workload.
package protocol

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
)

// InputError is a mistake of the user's: one sentence, exit code 2.
type InputError struct{ Sentence string }

func (e InputError) Error() string { return e.Sentence }

func inputError(format string, words ...any) error { return InputError{fmt.Sprintf(format, words...)} }

// NotApplicable is what a pass returns that cannot run on this machine.
type NotApplicable struct{ Reason string }

func (e NotApplicable) Error() string { return e.Reason }

type options struct {
	cellsFile      string // the workloads and their arguments, as the C++ workers describe them
	describe       bool
	port           int    // of the target; 0: start one
	address        string // of its host
	certificate    string // SHA-256 of what it shows over TLS
	server         string
	sideFile       string
	extraCase      string
	syscallCounter int // a counter that the launcher opened; -1: not counted
	spans          bool
	filter         string
	listTests      bool
	minTimeS       float64
	iterations     int // fixed by --benchmark_min_time=<n>x; 0: calibrated
	out            string
	format         string
}

func parse(arguments []string) (options, error) {
	o := options{address: "127.0.0.1", syscallCounter: -1, filter: ".", minTimeS: 0.5, format: "console"}
	for _, argument := range arguments {
		flag, value, hasValue := strings.Cut(argument, "=")
		switch {
		case flag == "--unblock_describe" && !hasValue:
			o.describe = true
		case flag == "--unblock_spans" && !hasValue:
			o.spans = true
		case flag == "--benchmark_list_tests":
			o.listTests = value != "false"
		case !hasValue:
			return o, inputError("unknown flag '%s'", argument)
		default:
			if err := o.take(flag, value); err != nil {
				return o, err
			}
		}
	}
	return o, nil
}

func (o *options) take(flag, value string) (err error) {
	switch flag {
	case "--unblock_guest", "--benchmark_color", "--benchmark_counters_tabular":
	case "--unblock_cells":
		o.cellsFile = value
	case "--unblock_port":
		o.port, err = number(flag, value, 65535)
	case "--unblock_address":
		o.address = value
	case "--unblock_certificate":
		o.certificate = value
	case "--unblock_server":
		o.server = value
	case "--unblock_side":
		o.sideFile = value
	case "--unblock_case":
		o.extraCase = value
	case "--unblock_syscall_fd":
		o.syscallCounter, err = number(flag, value, 1<<20)
	case "--benchmark_filter":
		o.filter = value
	case "--benchmark_min_time":
		err = o.takeMinTime(flag, value)
	case "--benchmark_out":
		o.out = value
	case "--benchmark_out_format":
		_, err = oneOf(flag, value, "json")
	case "--benchmark_format":
		o.format, err = oneOf(flag, value, "console", "json")
	case "--benchmark_repetitions":
		if value != "1" {
			err = inputError("%s=%s: this worker measures each cell once; `unblock bench run` repeats it in rounds", flag, value)
		}
	default:
		err = inputError("unknown flag '%s=%s'", flag, value)
	}
	return err
}

func number(flag, text string, most int) (int, error) {
	value, err := strconv.ParseUint(text, 10, 31)
	if err != nil || int(value) > most {
		return 0, inputError("%s=%s: a number from 0 to %d is expected", flag, text, most)
	}
	return int(value), nil
}

func oneOf(flag, text string, known ...string) (string, error) {
	for _, word := range known {
		if text == word {
			return text, nil
		}
	}
	return "", inputError("%s=%s: %s is expected", flag, text, strings.Join(known, " or "))
}

var passes = regexp.MustCompile(`^[1-9][0-9]{0,8}x$`)

func (o *options) takeMinTime(flag, text string) (err error) {
	if passes.MatchString(text) {
		o.iterations, err = strconv.Atoi(strings.TrimSuffix(text, "x"))
		return err
	}
	o.minTimeS, err = strconv.ParseFloat(strings.TrimSuffix(text, "s"), 64)
	if err != nil || !(o.minTimeS > 0) {
		return inputError("%s=%s: seconds or a number of iterations ('0.5' or '10x') are expected", flag, text)
	}
	return nil
}
