"""What goes over an echo connection: the messages of bench/workloads/echo_traffic.h. No I/O here."""


def message(connection, size):
    """One per connection, each different; 0x80 and above, so that the target echoes."""
    period = bytes(0x80 | ((connection * 31 + i * 7) & 0x7F) for i in range(128))
    return (period * (size // 128 + 1))[:size]


def pings_per_connection(connections):
    """Messages per connection that make a pass of 4096."""
    return max(4096 // connections, 1)
