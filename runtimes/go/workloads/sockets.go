package workloads

import (
	"bytes"
	"context"
	"errors"
	"io"
	"net"
	"os"
	"time"

	"unblock/protocol"
)

// message of a connection: each different; 0x80 and above, so that the target echoes.
func message(connection, size int) []byte {
	text := make([]byte, size)
	for i := range text {
		text[i] = byte(0x80 | (connection*31+i*7)&0x7f)
	}
	return text
}

// pingsPerConnection: messages per connection that make a pass of 4096.
func pingsPerConnection(connections int) int {
	if times := 4096 / connections; times > 0 {
		return times
	}
	return 1
}

// openAll makes the connections before the clock starts; net sets TCP_NODELAY.
func openAll(c *protocol.Context, count int) (connections []net.Conn, err error) {
	const atOnce = 256 // more than the backlog would wait for lost SYNs
	connections = make([]net.Conn, count)
	for first := 0; first < count && err == nil; first += atOnce {
		batch := connections[first:]
		if len(batch) > atOnce {
			batch = batch[:atOnce]
		}
		err = together(len(batch), func(task int) (err error) {
			batch[task], err = c.Dial(context.Background())
			return err
		})
	}
	if err != nil {
		closeAll(connections)
		return nil, err
	}
	c.Inspect(connections[0])
	c.Claim.Connections += int64(count)
	return connections, nil
}

func closeAll(connections []net.Conn) {
	for _, connection := range connections {
		if connection != nil {
			connection.Close()
		}
	}
}

func exchange(c *protocol.Context, connection net.Conn, text, answer []byte) error {
	if _, err := connection.Write(text); err != nil {
		return err
	}
	if _, err := io.ReadFull(connection, answer); err != nil {
		return err
	}
	if !bytes.Equal(text, answer) {
		c.Fail("an echo came back changed")
	}
	return nil
}

func echo(c *protocol.Context) error {
	count, size := c.Argument("connections"), c.Argument("bytes")
	times := pingsPerConnection(count)
	connections, err := openAll(c, count)
	if err != nil {
		return err
	}
	defer closeAll(connections)
	texts, answers := make([][]byte, count), make([][]byte, count)
	for i := range texts {
		texts[i], answers[i] = message(i, size), make([]byte, size)
	}
	c.Start()
	err = together(count, func(task int) error {
		for i := 0; i < times; i++ {
			sent := c.NowNs()
			if err := exchange(c, connections[task], texts[task], answers[task]); err != nil {
				return err
			}
			c.Record(c.NowNs() - sent)
		}
		return nil
	})
	c.Stop()
	c.Operations(times * count)
	c.Claim.Echo(int64(count), int64(size), int64(times))
	return err
}

func echoOpen(c *protocol.Context) error {
	count, size := c.Argument("connections"), c.Argument("bytes")
	loop := newOpenLoop(c)
	connections, err := openAll(c, count)
	if err != nil {
		return err
	}
	defer closeAll(connections)
	c.Start()
	err = together(count, func(first int) error {
		text, answer := message(first, size), make([]byte, size)
		for number := first; number < len(loop.dueNs); number += count {
			intended := loop.waitUntilDue(number)
			sent := c.NowNs()
			if err := exchange(c, connections[first], text, answer); err != nil {
				return err
			}
			answered := c.NowNs()
			c.Record(answered - intended)
			c.RecordUncorrected(answered - sent)
		}
		return nil
	})
	c.Stop()
	loop.finish()
	c.Claim.EchoDealtOut(int64(count), int64(size), int64(len(loop.dueNs)))
	return err
}

// connect: open, use once, close, again and again.
func connect(c *protocol.Context) error {
	const size = 16
	tasks, count := c.Argument("tasks"), c.Argument("connections")
	c.Start()
	err := together(tasks, func(first int) error {
		answer := make([]byte, size)
		for i := first; i < count; i += tasks {
			text := message(i, size)
			began := c.NowNs()
			connection, err := c.Dial(context.Background())
			if err != nil {
				return err
			}
			err = exchange(c, connection, text, answer)
			connection.Close()
			if err != nil {
				return err
			}
			c.Record(c.NowNs() - began)
		}
		return nil
	})
	c.Stop()
	c.Operations(count)
	c.Claim.Connections += int64(count)
	c.Claim.Echo(int64(count), size, 1)
	return err
}

// timeout: SetReadDeadline before every read, most of them met.
func timeout(c *protocol.Context) error {
	const size, missed = 64, 2 * time.Millisecond
	count, deadline := c.Argument("connections"), time.Duration(c.Argument("deadline_ms"))*time.Millisecond
	times := pingsPerConnection(count)
	connections, err := openAll(c, count)
	if err != nil {
		return err
	}
	defer closeAll(connections)
	c.Start()
	err = together(count, func(task int) error {
		text, answer := message(task, size), make([]byte, size)
		for i := 0; i < times; i++ {
			sent := c.NowNs()
			_ = connections[task].SetReadDeadline(time.Now().Add(deadline))
			if err := exchange(c, connections[task], text, answer); err != nil {
				return err
			}
			c.Record(c.NowNs() - sent)
		}
		_ = connections[task].SetReadDeadline(time.Now().Add(missed))
		if _, err := connections[task].Read(answer); !errors.Is(err, os.ErrDeadlineExceeded) {
			c.Fail("a read that nothing could meet did not time out")
		}
		return nil
	})
	c.Stop()
	c.Operations((times + 1) * count)
	c.Claim.Echo(int64(count), size, int64(times))
	return err
}
