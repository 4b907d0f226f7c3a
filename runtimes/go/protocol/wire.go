package protocol

import (
	"context"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"net"
	"strings"
	"sync/atomic"
)

// wire is what carries the bytes between this worker and the target.
type wire struct {
	name    string      // of a cell: "" is TCP
	network string      // for net.Dial
	address string      // for net.Dial
	tls     *tls.Config // nil: bytes go as they are
	resumed int64       // connections that began with a ticket
}

// whyNoWire says why this guest has no such wire; empty: it has.
func whyNoWire(name string) string {
	if name == "udp" {
		return "UDP is not written for this guest"
	}
	return ""
}

// newWire to the target at `address`, whose certificate has this SHA-256.
func newWire(name, address, certificate string) (*wire, error) {
	made := &wire{name: name, network: "tcp", address: address}
	switch {
	case name == "unix":
		_, port, _ := net.SplitHostPort(address)
		made.network, made.address = "unix", "@unblock-target-"+port
	case strings.HasPrefix(name, "tls") && certificate == "":
		return nil, inputError("--unblock_certificate is missing: the target prints its SHA-256 as it starts")
	case strings.HasPrefix(name, "tls"):
		made.tls = tlsConfig(certificate, name == "tls_resumed")
	}
	return made, nil
}

// tlsConfig accepts the one certificate and no other, whoever signed it.
func tlsConfig(certificate string, resumes bool) *tls.Config {
	config := &tls.Config{MinVersion: tls.VersionTLS13, InsecureSkipVerify: true, VerifyConnection: func(state tls.ConnectionState) error {
		if sum := sha256.Sum256(state.PeerCertificates[0].Raw); hex.EncodeToString(sum[:]) != certificate {
			return errors.New("the certificate is not the target's: its SHA-256 is not the one that the target announced")
		}
		return nil
	}}
	if resumes {
		config.ClientSessionCache = tls.NewLRUClientSessionCache(1)
	}
	return config
}

func tlsVersion(connection *tls.Conn) string {
	return "TLS 1.3 " + tls.CipherSuiteName(connection.ConnectionState().CipherSuite)
}

// Dial connects to the target, past the handshake where there is one. Safe from any goroutine.
func (c *Context) Dial(ctx context.Context) (net.Conn, error) {
	connection, err := (&net.Dialer{}).DialContext(ctx, c.wire.network, c.wire.address)
	if err != nil || c.wire.tls == nil {
		return connection, err
	}
	secured := tls.Client(connection, c.wire.tls)
	if err := secured.HandshakeContext(ctx); err != nil {
		connection.Close()
		return nil, err
	}
	if secured.ConnectionState().DidResume {
		atomic.AddInt64(&c.wire.resumed, 1)
	}
	return secured, nil
}

// addTo completes a claim by what went over this wire.
func (w *wire) addTo(claim *Claim) {
	claim.unixConnections, claim.tlsConnections, claim.tlsResumed = 0, 0, atomic.LoadInt64(&w.resumed)
	if w.network == "unix" {
		claim.unixConnections = claim.Connections
	}
	if w.tls != nil {
		claim.tlsConnections = claim.Connections
	}
}
