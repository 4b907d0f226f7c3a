"""sequence with requests: what gather is there, too."""
from workloads.blocking.gather import run

__all__ = ["run"]
