package protocol

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
)

// program gives the path of one of the build's programs; the launcher says where they are.
func program(name string) (string, error) {
	path := filepath.Join(os.Getenv("UNBLOCK_BIN"), name)
	if _, err := os.Stat(path); err != nil {
		return "", inputError("'%s' is missing: start this worker through its launcher in the build's bin folder", path)
	}
	return path, nil
}

// digestOf gives 16 hexadecimal digits over the work claimed so far.
func digestOf(work map[string]int64) (string, error) {
	if len(work) == 0 {
		return strings.Repeat("0", 16), nil
	}
	path, err := program("unblock-digest")
	if err != nil {
		return "", err
	}
	var arguments []string
	for item, count := range work {
		arguments = append(arguments, fmt.Sprintf("%d:%s", count, item))
	}
	text, err := exec.Command(path, arguments...).Output()
	return strings.TrimSpace(string(text)), err
}

type report struct {
	Port, Connections, Requests int64
	BytesIn                     int64 `json:"bytes_in"`
	BytesOut                    int64 `json:"bytes_out"`
	Digest                      string
	Certificate                 string
	UnixConnections             int64 `json:"unix_connections"`
	TLSConnections              int64 `json:"tls_connections"`
	TLSResumed                  int64 `json:"tls_resumed"`
}

// ownTarget is unblock-target as a child of this worker. It ends when its standard input closes.
type ownTarget struct {
	command     *exec.Cmd
	input       io.WriteCloser
	answers     *bufio.Scanner
	port        int64
	certificate string
}

func startTarget() (*ownTarget, error) {
	path, err := program("unblock-target")
	if err != nil {
		return nil, err
	}
	t := &ownTarget{command: exec.Command(path)}
	if t.input, err = t.command.StdinPipe(); err != nil {
		return nil, err
	}
	output, err := t.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	t.answers = bufio.NewScanner(output)
	if err = t.command.Start(); err != nil {
		return nil, err
	}
	first, err := t.answer()
	t.port, t.certificate = first.Port, first.Certificate
	return t, err
}

func (t *ownTarget) answer() (r report, err error) {
	if !t.answers.Scan() {
		return r, errors.New("the target ended")
	}
	return r, json.Unmarshal(t.answers.Bytes(), &r)
}

func (t *ownTarget) ask(command string) (report, error) {
	if _, err := io.WriteString(t.input, command+"\n"); err != nil {
		return report{}, err
	}
	return t.answer()
}

func (t *ownTarget) stop() {
	t.input.Close()
	_ = t.command.Wait()
}

// disagreement has the rules of bench/target/claim_check.cc. Empty: claim and report agree.
func disagreement(claim *Claim, digest string, r report) string {
	type figure struct {
		what             string
		claimed, counted int64
	}
	figures := []figure{{"connections", claim.Connections, r.Connections}, {"requests", claim.Requests, r.Requests},
		{"connections over a Unix socket", claim.unixConnections, r.UnixConnections}, {"connections over TLS", claim.tlsConnections, r.TLSConnections},
		{"resumed TLS connections", claim.tlsResumed, r.TLSResumed}}
	if claim.Requests == 0 || claim.BytesOut != 0 {
		figures = append(figures, figure{"bytes sent", claim.BytesOut, r.BytesIn})
	}
	if claim.Requests == 0 {
		figures = append(figures, figure{"bytes received", claim.BytesIn, r.BytesOut})
	}
	for _, f := range figures {
		if f.claimed != f.counted {
			return fmt.Sprintf("the worker claims %d %s, the target counted %d", f.claimed, f.what, f.counted)
		}
	}
	if digest != r.Digest {
		return fmt.Sprintf("the digest of the payload is %s by the worker and %s by the target", digest, r.Digest)
	}
	return ""
}
