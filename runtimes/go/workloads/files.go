package workloads

import (
	"encoding/binary"
	"os"
	"syscall"
	"unsafe"

	"unblock/protocol"
)

const (
	fileBytes = 16 << 20
	alignment = 4096
)

func readsBlocks(arguments map[string]int64) string {
	if size := arguments["bytes"]; size == 0 || size%alignment != 0 || size > fileBytes {
		return "bytes: a multiple of 4096"
	}
	return ""
}

// openPatternFile: every eight bytes hold the number of the eight bytes. It has no name any more once it is open.
func openPatternFile(direct bool) (*os.File, error) {
	file, err := os.CreateTemp("", "unblock")
	if err != nil {
		return nil, err
	}
	defer os.Remove(file.Name())
	defer file.Close()
	content := make([]byte, fileBytes)
	for at := 0; at < fileBytes; at += 8 {
		binary.LittleEndian.PutUint64(content[at:], uint64(at/8))
	}
	if _, err = file.Write(content); err != nil {
		return nil, err
	}
	if err = file.Sync(); err != nil {
		return nil, err
	}
	flags := os.O_RDONLY
	if direct {
		flags |= syscall.O_DIRECT
	}
	opened, err := os.OpenFile(file.Name(), flags, 0)
	if err != nil && direct {
		return nil, protocol.NotApplicable{Reason: "no direct reads in " + os.TempDir() + ": " + err.Error()}
	}
	return opened, err
}

// aligned memory, as direct reads need it.
func aligned(size int) []byte {
	buffer := make([]byte, size+alignment)
	skip := alignment - int(uintptr(unsafe.Pointer(&buffer[0]))%alignment)
	return buffer[skip : skip+size]
}

// fileRead: blocks of a file at scattered places. ReadAt blocks a thread, and Go starts another for the goroutines that can run.
func fileRead(c *protocol.Context) error {
	readers, size, times := c.Argument("readers"), c.Argument("bytes"), 4096
	if c.Argument("direct") != 0 {
		times = 512
	}
	if times /= readers; times == 0 {
		times = 1
	}
	file, err := openPatternFile(c.Argument("direct") != 0)
	if err != nil {
		return err
	}
	defer file.Close()
	c.Note("file I/O", "os.File.ReadAt, which blocks a thread")
	c.Start()
	err = together(readers, func(reader int) error {
		buffer, place := aligned(size), uint64(reader)
		for i := 0; i < times; i++ {
			place = place*6364136223846793005 + 1442695040888963407 // Knuth's MMIX
			offset := int64(place>>33) % (fileBytes / int64(size)) * int64(size)
			began := c.NowNs()
			if _, err := file.ReadAt(buffer, offset); err != nil {
				return err
			}
			c.Record(c.NowNs() - began)
			if binary.LittleEndian.Uint64(buffer) != uint64(offset/8) ||
				binary.LittleEndian.Uint64(buffer[size-8:]) != uint64((offset+int64(size))/8-1) {
				c.Fail("a read brought other bytes than the file has there")
			}
		}
		return nil
	})
	c.Stop()
	c.Operations(readers * times)
	return err
}
