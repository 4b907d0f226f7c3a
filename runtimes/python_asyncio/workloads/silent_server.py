"""A listening socket that nobody accepts from: clients connect and wait, for an answer or for a place in the queue."""
import contextlib
import socket


@contextlib.contextmanager
def silent_server(full):
    """Address of the server. With `full`, a connect stays pending; without, thousands may connect and nothing is read."""
    with contextlib.ExitStack() as stack:
        listener = stack.enter_context(socket.create_server(("127.0.0.1", 0), backlog=0 if full else 4096))
        for _ in range(4 if full else 0):  # a queue of 0 takes one, and a few half-open ones
            client = stack.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
        yield listener.getsockname()
