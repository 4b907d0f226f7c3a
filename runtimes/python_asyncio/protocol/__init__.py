"""The worker protocol (docs/worker-protocol.md) in Python: flags, cells, clock, histogram, results. Knows no workload."""
