package workloads

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync/atomic"

	"unblock/protocol"
)

const eventBytes = 128

// eventsPage is `count` server-sent events: `data: <sequence> <intended_ns> <sent_ns> <padding>`.
func eventsPage(c *protocol.Context, count, intervalUs int) *page {
	return newPage(c, fmt.Sprintf("/stream/%d/%d/%d", count, intervalUs, eventBytes), nil)
}

// follow calls heard(number, intendedNs, sentNs) for every event of the page.
func follow(c *protocol.Context, h *client, p *page, heard func(number int, intendedNs, sentNs int64)) error {
	request, err := http.NewRequestWithContext(context.Background(), http.MethodGet, p.url, nil)
	if err != nil {
		return err
	}
	response, err := h.Do(request)
	if err != nil {
		return err
	}
	defer response.Body.Close()
	lines := bufio.NewScanner(response.Body)
	for number := 0; lines.Scan(); {
		if len(lines.Bytes()) == 0 {
			continue
		}
		intendedNs, sentNs, right := parseEvent(lines.Text(), number)
		if !right {
			c.Fail("event %d of the stream is not the one that was asked for", number)
		}
		heard(number, intendedNs, sentNs)
		number++
	}
	return lines.Err()
}

func parseEvent(line string, number int) (intendedNs, sentNs int64, right bool) {
	words := strings.SplitN(line, " ", 5)
	if len(words) != 5 || words[0] != "data:" || words[1] != strconv.Itoa(number) || len(line) != eventBytes-2 {
		return 0, 0, false
	}
	intendedNs, err := strconv.ParseInt(words[2], 10, 64)
	sentNs, err2 := strconv.ParseInt(words[3], 10, 64)
	for i := range words[4] {
		right = words[4][i] == byte('a'+i%26)
		if !right {
			break
		}
	}
	return intendedNs, sentNs, right && err == nil && err2 == nil
}

// stream: K streams of chunks that arrive on the target's schedule, as an LLM sends tokens.
func stream(c *protocol.Context) error {
	const lateNs = 5_000_000 // a stream is good when its first chunk and every gap are at most this much later than its schedule
	streams, chunks, intervalUs := c.Argument("streams"), c.Argument("chunks"), c.Argument("interval_us")
	h, p := newClient(c, streams), eventsPage(c, chunks, intervalUs)
	var first, between, targetLate protocol.Histogram
	var good int64
	c.Start()
	err := together(streams, func(int) error {
		arrived, isGood := 0, int64(1)
		previous := c.NowNs()
		err := follow(c, h, p, func(number int, intendedNs, sentNs int64) {
			now := c.NowNs()
			c.Record(now - intendedNs)
			c.RecordUncorrected(now - sentNs)
			targetLate.Record(sentNs - intendedNs)
			if number == 0 {
				first.Record(now - previous)
			} else {
				between.Record(now - previous)
			}
			if now-previous > int64(intervalUs)*1000+lateNs {
				isGood = 0
			}
			previous = now
			arrived++
		})
		atomic.AddInt64(&good, isGood)
		if arrived != chunks {
			c.Fail("a stream did not bring all its chunks")
		}
		return err
	})
	c.Stop()
	h.close()
	for name, histogram := range map[string]*protocol.Histogram{"first_chunk": &first, "between_chunks": &between, "target_late": &targetLate} {
		c.Measure(name+"_p50_ns", histogram.QuantileNs(0.5))
		c.Measure(name+"_p99_ns", histogram.QuantileNs(0.99))
	}
	c.Measure("good_streams", float64(good)/float64(streams))
	c.Operations(streams * chunks)
	c.Waits(int64(streams) * int64(chunks) * int64(intervalUs) * 1000)
	p.claim(streams)
	return err
}

// pipeline: items stream in from one server, and for each a second is called by a goroutine of its own.
func pipeline(c *protocol.Context) error {
	const size = 64
	items := c.Argument("items")
	h, events, answers := newClient(c, items), eventsPage(c, items, c.Argument("interval_us")), waitPage(c, c.Argument("delay_us"), size)
	called := make(chan error, items+1)
	number := 0
	c.Start()
	err := follow(c, h, events, func(_ int, intendedNs, _ int64) {
		number++
		go func() {
			err := answers.get(context.Background(), h)
			c.Record(c.NowNs() - intendedNs) // from the moment that the schedule had for the item
			called <- err
		}()
	})
	for i := 0; i < number; i++ {
		if failed := <-called; err == nil {
			err = failed
		}
	}
	c.Stop()
	h.close()
	if number != items {
		c.Fail("the stream did not bring all its items")
	}
	c.Operations(number)
	events.claim(1)
	answers.claim(number)
	return err
}
