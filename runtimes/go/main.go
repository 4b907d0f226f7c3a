// Worker of the Go guest. Start it through unblock-worker-go in the build's bin folder.
package main

import (
	"os"

	"unblock/protocol"
	"unblock/workloads"
)

func main() {
	os.Exit(protocol.WorkerMain("go", os.Args[1:], workloads.All()))
}
