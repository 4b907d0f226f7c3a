package protocol

import (
	"encoding/json"
	"fmt"
	"net"
	"net/url"
	"os"
	"runtime"
	"strconv"
	"time"
)

const keptSpans = 64

// session is one life of a worker: the target it talks to, the context of its cell, the side file.
type session struct {
	runtime          string
	options          options
	target           *ownTarget
	cell             *cell
	context          *Context
	spans            []span
	startupMs        float64
	overheadSyscalls int64
}

// open gives the context of a cell, made and warmed up at the first call; on later calls the same one, cleared.
func (s *session) open(c *cell) (*Context, error) {
	if s.cell == c {
		s.context.clear()
		return s.context, nil
	}
	address, server, err := s.address(c)
	if err != nil {
		return nil, err
	}
	s.context = &Context{Target: address, RealServer: server, arguments: c.values(), syscallCounter: s.options.syscallCounter,
		origin: time.Now(), originNs: monotonicNs(), configuration: map[string]string{}}
	certificate := s.options.certificate
	if s.target != nil {
		certificate = s.target.certificate
	}
	if s.context.wire, err = newWire(c.wire(), address, certificate); err != nil {
		return nil, err
	}
	s.context.clear()
	s.cell, s.spans = c, nil
	s.context.Note("idiom", "idiomatic")
	s.context.Note("interpreter", runtime.Version()+", compiled")
	s.context.Note("GOMAXPROCS", runtime.GOMAXPROCS(0))
	if server != "" {
		s.context.Note("target", server+", its work checked by the client only")
	}
	s.measureStartup()
	return s.context, s.warmUp(c)
}

func (s *session) address(c *cell) (address, server string, err error) {
	switch {
	case !c.NeedsTarget:
		return "", "", nil
	case c.SpeaksHTTP && s.options.server != "" && c.wire() == "":
		parts, err := url.Parse(s.options.server)
		if err != nil || parts.Scheme != "http" || parts.Hostname() == "" {
			return "", "", inputError("target '%s': an address like http://HOST:PORT/PATH is expected", s.options.server)
		}
		return parts.Host, s.options.server, nil
	case s.options.port != 0:
		return net.JoinHostPort(s.options.address, strconv.Itoa(s.options.port)), "", nil
	}
	if s.target == nil {
		if s.target, err = startTarget(); err != nil {
			return "", "", err
		}
	}
	_, err = s.target.ask("reset")
	return fmt.Sprintf("127.0.0.1:%d", s.target.port), "", err
}

// measureStartup: from the launcher's first line to here, once, before the first pass.
func (s *session) measureStartup() {
	launchedUs, err := strconv.ParseInt(os.Getenv("UNBLOCK_LAUNCHED_US"), 10, 64)
	if s.startupMs == 0 && err == nil {
		s.startupMs = float64(time.Now().UnixMicro()-launchedUs) / 1e3
	}
}

func (s *session) warmUp(c *cell) error {
	s.context.Start()
	s.context.Stop()
	s.overheadSyscalls = s.context.usage.syscalls
	s.context.clear()
	s.context.threads = 0
	if c.Once {
		return nil
	}
	if s.options.spans {
		s.context.spansKept = keptSpans
	}
	err := c.run(s.context)
	s.spans, s.context.spansKept = s.context.spans, 0
	s.context.clear()
	return err
}

// verify compares the claim with the target's count where this worker owns the target. Empty: they agree.
func (s *session) verify() (string, error) {
	if s.cell.wire() == "tls_resumed" && s.context.wire.resumed == 0 {
		return "none of the TLS connections was resumed", nil
	}
	if s.target == nil || !s.cell.NeedsTarget || s.context.RealServer != "" {
		return "", nil
	}
	s.context.wire.addTo(&s.context.Claim)
	digest, err := digestOf(s.context.Claim.work)
	if err != nil {
		return "", err
	}
	counted, err := s.target.ask("report")
	return disagreement(&s.context.Claim, digest, counted), err
}

// finish ends what runs, then writes the side file, if one was asked for.
func (s *session) finish() error {
	if s.target != nil {
		s.target.stop()
	}
	if s.options.sideFile == "" {
		return nil
	}
	side := map[string]any{"runtime": s.runtime}
	if s.context != nil {
		if err := s.describeInto(side); err != nil {
			return err
		}
	}
	text, err := json.Marshal(side)
	if err != nil {
		return err
	}
	return writeFile(s.options.sideFile, text)
}

func (s *session) describeInto(side map[string]any) error {
	claim, work := &s.context.Claim, s.context.Claim.work
	if s.context.RealServer != "" {
		work = nil
	}
	s.context.wire.addTo(claim)
	digest, err := digestOf(work)
	if err != nil {
		return err
	}
	spans := [][3]int64{}
	for _, one := range s.spans {
		spans = append(spans, [3]int64{int64(one.task), one.startNs, one.finalNs})
	}
	side["cell"] = s.cell.Name
	side["claim"] = map[string]any{"connections": claim.Connections, "requests": claim.Requests,
		"bytes_out": claim.BytesOut, "bytes_in": claim.BytesIn, "unix_connections": claim.unixConnections,
		"tls_connections": claim.tlsConnections, "tls_resumed": claim.tlsResumed, "digest": digest}
	side["configuration"] = s.context.configuration
	side["latency"], side["uncorrected"] = s.context.latency.rows(), s.context.uncorrected.rows()
	side["failure"], side["spans"] = s.context.wrong(), spans
	return nil
}

// writeFile writes the whole file or none of it.
func writeFile(path string, text []byte) error {
	err := os.WriteFile(path+".part", text, 0o644)
	if err == nil {
		err = os.Rename(path+".part", path)
	}
	if err != nil {
		return inputError("cannot write '%s': %v", path, err)
	}
	return nil
}
