package workloads

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"sync"
	"sync/atomic"
	"time"

	"unblock/protocol"
)

// client is net/http with keep-alive connections for all tasks of a pass, whose connections are counted.
type client struct {
	http.Client
	context   *protocol.Context
	transport *http.Transport
	opened    int64
	written   int64 // connections on which something has been sent
	opening   sync.WaitGroup
}

// counted is a connection that tells its client when something has been sent on it.
type counted struct {
	net.Conn
	client *client
	first  sync.Once
}

func (c *counted) Write(text []byte) (int, error) {
	count, err := c.Conn.Write(text)
	c.first.Do(func() { atomic.AddInt64(&c.client.written, 1) })
	return count, err
}

func newClient(c *protocol.Context, tasks int) *client {
	made := &client{context: c}
	made.transport = &http.Transport{MaxIdleConnsPerHost: tasks, DisableCompression: true, DialContext: made.dial}
	made.Transport = made.transport
	c.Note("HTTP", "net/http, MaxIdleConnsPerHost raised from 2 to the number of tasks")
	return made
}

func (h *client) dial(ctx context.Context, network, address string) (net.Conn, error) {
	h.opening.Add(1)
	defer h.opening.Done()
	connection, err := h.connect(ctx, network, address)
	if err != nil {
		return nil, err
	}
	atomic.AddInt64(&h.opened, 1)
	return &counted{Conn: connection, client: h}, nil
}

// connect goes over the wire of the cell; a real server is where its URL says.
func (h *client) connect(ctx context.Context, network, address string) (net.Conn, error) {
	if h.context.RealServer != "" {
		return (&net.Dialer{}).DialContext(ctx, network, address)
	}
	return h.context.Dial(ctx)
}

// close ends the connections and claims them: also one that net/http opened and then did not need.
func (h *client) close() {
	h.opening.Wait()
	h.transport.CloseIdleConnections()
	if h.context.RealServer == "" {
		h.context.Claim.Connections += atomic.LoadInt64(&h.opened)
	}
}

// page is a GET that is the same every time, and what its answer must be.
type page struct {
	context *protocol.Context
	path    string
	url     string
	mutex   sync.Mutex
	body    []byte // nil: a real server's first answer is what the others must be
}

func newPage(c *protocol.Context, path string, body []byte) *page {
	p := &page{context: c, path: path, url: "http://" + c.Target + path, body: body}
	if c.RealServer != "" {
		p.url, p.body = c.RealServer, nil
	}
	return p
}

// waitPage is answered with `size` bytes abc…zabc… after `delayUs`.
func waitPage(c *protocol.Context, delayUs, size int) *page {
	body := make([]byte, size)
	for i := range body {
		body[i] = byte('a' + i%26)
	}
	return newPage(c, fmt.Sprintf("/wait/%d/%d", delayUs, size), body)
}

func (p *page) get(ctx context.Context, h *client) error {
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, p.url, nil)
	if err != nil {
		return err
	}
	response, err := h.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	body, err := io.ReadAll(response.Body)
	if err == nil {
		p.check(response.StatusCode, body)
	}
	return err
}

func (p *page) check(status int, body []byte) {
	if status != http.StatusOK {
		p.context.Fail("the answer has status %d and not 200", status)
		return
	}
	p.mutex.Lock()
	defer p.mutex.Unlock()
	if p.body == nil {
		p.body = body
	} else if !bytes.Equal(body, p.body) {
		p.context.Fail("the body is not what was asked for")
	}
}

func (p *page) claim(count int) {
	if p.context.RealServer == "" {
		p.context.Claim.Request(p.path, int64(count))
	}
}

// settle books `count` exchanges that each waited `delayUs`.
func (p *page) settle(count, delayUs int) {
	p.context.Operations(count)
	p.context.Waits(int64(count) * int64(delayUs) * 1000)
	p.claim(count)
}

// timedGet is one GET, its latency and its place in the timeline.
func (p *page) timedGet(h *client, task int) error {
	sent := p.context.NowNs()
	err := p.get(context.Background(), h)
	answered := p.context.NowNs()
	p.context.Record(answered - sent)
	p.context.RecordSpan(task, sent, answered)
	return err
}

func gather(c *protocol.Context) error {
	tasks, delayUs := c.Argument("requests"), c.Argument("delay_us")
	times := 1
	if delayUs == 0 && tasks < 2048 {
		times = 2048 / tasks
	}
	h, p := newClient(c, tasks), waitPage(c, delayUs, c.Argument("bytes"))
	c.Start()
	err := together(tasks, func(task int) error {
		for i := 0; i < times; i++ {
			if err := p.timedGet(h, task); err != nil {
				return err
			}
		}
		return nil
	})
	c.Stop()
	h.close()
	p.settle(tasks*times, delayUs)
	return err
}

func gatherOpen(c *protocol.Context) error {
	return getOnSchedule(c, newOpenLoop(c), c.Argument("requests"), 0)
}

func getOnSchedule(c *protocol.Context, loop *openLoop, tasks, delayUs int) error {
	h, p := newClient(c, tasks), waitPage(c, delayUs, c.Argument("bytes"))
	c.Start()
	err := together(tasks, func(first int) error {
		for number := first; number < len(loop.dueNs); number += tasks {
			intended := loop.waitUntilDue(number)
			sent := c.NowNs()
			if err := p.get(context.Background(), h); err != nil {
				return err
			}
			answered := c.NowNs()
			c.Record(answered - intended)
			c.RecordUncorrected(answered - sent)
		}
		return nil
	})
	c.Stop()
	h.close()
	loop.finish()
	p.claim(len(loop.dueNs))
	return err
}

func sequence(c *protocol.Context) (err error) {
	requests, delayUs := c.Argument("requests"), c.Argument("delay_us")
	h, p := newClient(c, 1), waitPage(c, delayUs, c.Argument("bytes"))
	c.Start()
	for task := 0; task < requests && err == nil; task++ {
		err = p.timedGet(h, task)
	}
	c.Stop()
	h.close()
	p.settle(requests, delayUs)
	return err
}

// bounded: gather with a channel of places as the semaphore.
func bounded(c *protocol.Context) error {
	const size = 64
	requests, delayUs := c.Argument("requests"), c.Argument("delay_us")
	h, p := newClient(c, requests), waitPage(c, delayUs, size)
	places := make(chan struct{}, c.Argument("limit"))
	c.Start()
	err := together(requests, func(task int) error {
		places <- struct{}{}
		defer func() { <-places }()
		return p.timedGet(h, task)
	})
	c.Stop()
	h.close()
	p.settle(requests, delayUs)
	return err
}

var errRefused = errors.New("the request that fails")

// failingGather: one of N requests fails. Without fail_fast all end; with it a context cancels the others at once.
func failingGather(c *protocol.Context) error {
	const size = 64
	others, failFast := c.Argument("requests")-1, c.Argument("fail_fast") != 0
	h, good := newClient(c, others+1), waitPage(c, c.Argument("delay_us"), size)
	bad := newPage(c, "/status/500", nil)
	ctx, stop := context.WithCancel(context.Background())
	defer stop()
	var finished, stopped, failedNs int64
	work := func(task int) error {
		if task == others { // it fails when all others are under way, so that it is known what the target has seen of them
			for atomic.LoadInt64(&h.written) < int64(others) {
				time.Sleep(time.Millisecond)
			}
			response, err := h.Get(bad.url)
			if err != nil {
				return err
			}
			response.Body.Close()
			failedNs = c.NowNs()
			return errRefused
		}
		err := good.get(ctx, h)
		switch {
		case err == nil:
			atomic.AddInt64(&finished, 1)
		case errors.Is(err, context.Canceled):
			atomic.AddInt64(&stopped, 1)
			err = nil
		}
		return err
	}
	c.Start()
	err := together(others+1, func(task int) error {
		err := work(task)
		if err != nil && failFast {
			stop()
		}
		return err
	})
	knownNs := c.NowNs()
	c.Stop()
	h.close()
	if errors.Is(err, errRefused) {
		c.Record(knownNs - failedNs)
		err = nil
	} else if err == nil {
		c.Fail("the error of the failing request did not reach the caller")
	}
	if finished+stopped != int64(others) {
		c.Fail("some of the other requests were neither finished nor stopped")
	}
	c.Measure("others_finished", float64(finished))
	c.Measure("others_stopped", float64(stopped))
	c.Operations(others + 1)
	good.claim(others)
	bad.claim(1)
	return err
}

// keepalive: clients that ask, think and ask again for a while; latency counts from the moment a request is due.
func keepAlive(c *protocol.Context) error {
	clients, delayUs := c.Argument("connections"), c.Argument("delay_us")
	thinkNs, passNs := int64(c.Argument("think_us"))*1000, int64(c.Argument("pass_ms"))*1_000_000
	h, p := newClient(c, clients), waitPage(c, delayUs, c.Argument("bytes"))
	var sent, busyNs int64
	c.Start()
	err := together(clients, func(int) error {
		for dueNs := c.StartedNs; dueNs < c.StartedNs+passNs; {
			if left := dueNs - c.NowNs(); left > 0 {
				time.Sleep(time.Duration(left))
			}
			atomic.AddInt64(&sent, 1)
			if err := p.get(context.Background(), h); err != nil {
				return err
			}
			answeredNs := c.NowNs()
			c.Record(answeredNs - dueNs)
			atomic.AddInt64(&busyNs, answeredNs-dueNs+thinkNs)
			dueNs = answeredNs + thinkNs
		}
		return nil
	})
	c.Stop()
	h.close()
	c.Measure("in_flight_share", float64(busyNs)/float64(c.ElapsedNs())/float64(clients))
	p.settle(int(sent), delayUs)
	return err
}

// keepAliveOpen: a rate of requests over keep-alive connections, behind an upstream that takes its time.
func keepAliveOpen(c *protocol.Context) error {
	loop := openLoopOf(c, true, float64(c.Argument("pass_ms"))/1e3)
	return getOnSchedule(c, loop, c.Argument("connections"), c.Argument("delay_us"))
}
