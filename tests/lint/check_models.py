#!/usr/bin/env python3
"""Checks that every function a model names exists in the library's headers, as far as they are installed.

check_models.py MODELS_FOLDER      exit 1 when a name is in none of its headers; headers that are missing are said and skipped

It reads names, not conditions: clang preprocesses the headers, and a name counts as found when it is declared there (for
`Class::member`: in the body of that class or of one it derives from). Standard library only.
"""

import re
import subprocess
import sys
from pathlib import Path

# library: (language, headers that must all be there, Debian package, further flags)
HEADERS = {
    "posix": ("c", """aio.h dirent.h dlfcn.h fcntl.h ftw.h glob.h grp.h iconv.h locale.h mqueue.h netdb.h poll.h pthread.h pwd.h
              resolv.h sched.h search.h semaphore.h signal.h spawn.h stdio.h stdlib.h sys/epoll.h sys/eventfd.h sys/file.h
              sys/inotify.h sys/mman.h sys/msg.h sys/select.h sys/sem.h sys/sendfile.h sys/signalfd.h sys/socket.h sys/stat.h
              sys/statfs.h sys/statvfs.h sys/timerfd.h sys/uio.h sys/wait.h syslog.h termios.h threads.h time.h unistd.h
              arpa/nameser.h""".split(), "libc6-dev", ["-D_GNU_SOURCE"]),
    "std": ("c++", """algorithm atomic barrier condition_variable filesystem fstream functional future latch mutex numeric regex
              semaphore shared_mutex string thread tuple utility variant vector""".split(), "libstdc++-12-dev", []),
    "asio": ("c++", ["boost/asio.hpp", "boost/asio/ssl.hpp", "boost/asio/experimental/awaitable_operators.hpp",
                     "boost/asio/deadline_timer.hpp", "boost/asio/experimental/use_coro.hpp", "boost/asio/spawn.hpp"],
             "libboost1.81-dev libssl-dev", []),
    "beast": ("c++", ["boost/beast.hpp", "boost/beast/ssl.hpp"], "libboost1.81-dev libssl-dev", []),
    "libuv": ("c", ["uv.h"], "libuv1-dev", ["-D_GNU_SOURCE"]),
    "libcurl": ("c", ["curl/curl.h"], "libcurl4-openssl-dev", []),
    "libpq": ("c", ["libpq-fe.h", "libpq/libpq-fs.h"], "libpq-dev", ["-I/usr/include/postgresql"]),
    "sqlite": ("c", ["sqlite3.h"], "libsqlite3-dev", []),
    "hiredis": ("c", ["hiredis/hiredis.h", "hiredis/async.h"], "libhiredis-dev", []),
    "mysql": ("c", ["mariadb/mysql.h"], "libmariadb-dev", []),
    "openssl": ("c", ["openssl/ssl.h", "openssl/bio.h", "openssl/http.h", "openssl/ocsp.h", "openssl/x509.h", "openssl/rand.h",
                      "openssl/rsa.h", "openssl/dh.h", "openssl/dsa.h", "openssl/evp.h", "openssl/bn.h"], "libssl-dev", []),
    "zmq": ("c", ["zmq.h", "zmq_utils.h"], "libzmq3-dev", []),
    "libevent": ("c", ["event2/event.h", "event2/bufferevent.h", "event2/listener.h", "event2/dns.h", "event2/util.h",
                       "event2/bufferevent_ssl.h", "event2/http.h", "event2/thread.h"],
                 "libevent-dev", []),
    "c-ares": ("c", ["ares.h"], "libc-ares-dev", []),
    "grpc": ("c++", ["grpcpp/grpcpp.h", "grpcpp/support/sync_stream.h", "grpcpp/impl/codegen/client_unary_call.h"],
             "libgrpc++-dev", []),
    "qt": ("c++", """QtCore/QIODevice QtCore/QProcess QtCore/QThread QtCore/QFuture QtCore/QEventLoop QtCore/QSemaphore
              QtCore/QWaitCondition QtCore/QMutex QtCore/QReadWriteLock QtCore/QTimer QtCore/QThreadPool QtConcurrent/QtConcurrent
              QtNetwork/QTcpSocket QtNetwork/QTcpServer QtNetwork/QLocalSocket QtNetwork/QSslSocket QtWidgets/QDialog""".split(),
           "qt6-base-dev", ["-fPIC", "-I/usr/include/x86_64-linux-gnu/qt6"] +
           [f"-I/usr/include/x86_64-linux-gnu/qt6/{m}" for m in ("QtCore", "QtNetwork", "QtConcurrent", "QtGui", "QtWidgets")]),
    "cpprestsdk": ("c++", ["cpprest/http_listener.h", "cpprest/http_client.h", "pplx/pplxtasks.h"],
                   "libcpprest-dev (it brings Boost 1.74 in the place of 1.81)", []),
    "systemd": ("c", ["systemd/sd-event.h", "systemd/sd-bus.h"], "libsystemd-dev", []),
    "glib": ("c", ["glib.h", "glib-unix.h", "gio/gio.h"], "libglib2.0-dev",
             ["-I/usr/include/glib-2.0", "-I/usr/lib/x86_64-linux-gnu/glib-2.0/include"]),
    "httplib": ("c++", ["httplib.h"], "libcpp-httplib-dev", []),
    "databases": ("c++", ["pqxx/pqxx", "librdkafka/rdkafka.h", "nats/nats.h"], "libpqxx-dev librdkafka-dev libnats-dev", []),
    "liburing": ("c", ["liburing.h"], "liburing-dev", ["-D_GNU_SOURCE"]),
}
# Libraries of a shared file that no header in Debian declares.
ELSEWHERE = ("sw::redis::", "mongocxx::", "cass_")
# Names that these libraries got after the version in Debian; compared with the sources of the version in the model.
NEWER = {"boost::asio::bind_immediate_executor", "boost::asio::cancel_after", "boost::asio::cancel_at"}
LISTS = re.compile(r"\b(functions|acquire|release|init|close|types|pools|parameter_types|detached_tokens|awaitable_tokens|"
                   r"future_tokens|io_objects|loops|stop|token_concepts|token_results|token_initiators|mutexes|guards|awaiters_that_keep_arguments)"
                   r":\s*\[([^\]]*)\]", re.S)
CLASS = re.compile(r"\b(?:class|struct)\b([^;{}()=]*)\{")
TEMPLATE_ARGUMENTS = re.compile(r"<[^<>]*>")
BASE = re.compile(r"(?:public|protected|private|virtual)\s+(?:\w+\s+)*?(\w+)\s*(?:[<,]|$)")
BRACE = re.compile(r"[{}]")
VARIANT = re.compile(r"^  (\w+): \[([^\]]*)\]", re.M)


def split_names(text: str) -> list[str]:
    return [name.strip().strip('"') for name in text.split(",") if name.strip()]


def named_in(model: str) -> list[str]:
    """All names of functions and types in a model file, variants replaced by their last spelling, comments left out."""
    text = re.sub(r"(^|\s)#.*", "", model)
    head = text.split("\nblocking:")[0]
    variants = {key: split_names(names)[-1] for key, names in VARIANT.findall(head)} if "variants:" in head else {}
    names = []
    for _, listed in LISTS.findall(text):
        for name in split_names(listed):
            first, _, rest = name.partition("::")
            names.append(f"{variants[first]}::{rest}" if rest and first in variants else name)
    return names


def preprocess(language: str, headers: list[str], flags: list[str]) -> str | None:
    source = "".join(f"#include <{h}>\n" for h in headers)
    standard = "-std=gnu17" if language == "c" else "-std=c++20"
    done = subprocess.run(["clang-22", "-x", language, standard, *flags, "-E", "-P", "-dD", "-"], input=source, text=True,
                          capture_output=True, check=False)
    if done.returncode != 0:
        print(done.stderr.strip().splitlines()[0] if done.stderr else "clang-22 failed")
        return None
    return done.stdout


class Headers:
    """Preprocessed headers, with an index of the classes defined in them."""

    def __init__(self, text: str):
        self.text = text
        self.classes: dict[str, list[tuple[int, list[str]]]] = {}
        for found in CLASS.finditer(text):
            head, _, bases = found[1].replace("::", " ").partition(":")
            names = re.findall(r"\w+", TEMPLATE_ARGUMENTS.sub("", head).replace("final", ""))
            if names:
                self.classes.setdefault(names[-1], []).append((found.end(), BASE.findall(bases)))

    def bodies(self, name: str) -> list[str]:
        """The bodies of all classes of this name, and of the classes they derive from."""
        bodies, waiting, seen = [], [name], set()
        while waiting:
            current = waiting.pop()
            if current not in seen:
                seen.add(current)
                for start, bases in self.classes.get(current, []):
                    bodies.append(balanced(self.text, start))
                    waiting += bases
        return bodies


def balanced(text: str, start: int) -> str:
    """From `start`, just inside a brace, to the brace that closes it."""
    level, at = 1, start
    while level and (brace := BRACE.search(text, at)):
        level += 1 if brace[0] == "{" else -1
        at = brace.end()
    return text[start:at]


def declared(name: str, headers: Headers) -> bool:
    scope, _, last = name.rpartition("::")
    last_pattern = re.escape(last).replace(r"\*", r"\w*")
    if last.startswith("operator"):
        last_pattern = last_pattern.replace("operator", r"operator\s*", 1)
    pattern = re.compile(rf"(?<!\w){last_pattern}(?!\w)")
    owner = scope.rpartition("::")[2]
    bodies = headers.bodies(owner) if owner else []
    return any(pattern.search(body) for body in bodies) if bodies else bool(pattern.search(headers.text))


def check(file: Path) -> int:
    model = file.read_text()
    library = re.search(r"^library: (\S+)", model, re.M)[1]
    if library not in HEADERS:
        print(f"skipped  {file.name}: no header of it is in Debian")
        return 0
    language, headers, package, flags = HEADERS[library]
    text = preprocess(language, headers, flags)
    if text is None:
        print(f"skipped  {file.name}: a header is missing, install {package}")
        return 0
    names = sorted(set(named_in(model)))
    known = Headers(text)
    missing = [name for name in names if name not in NEWER and not name.startswith(ELSEWHERE) and not declared(name, known)]
    for name in missing:
        print(f"{file}: '{name}' is declared in none of {', '.join(headers[:4])}{' …' if len(headers) > 4 else ''}")
    print(f"checked  {file.name}: {len(names)} names, {len(missing)} not found")
    return len(missing)


def main() -> int:
    if len(sys.argv) != 2:
        print(__doc__, file=sys.stderr)
        return 2
    files = sorted(Path(sys.argv[1]).glob("*.yaml"))
    if not files:
        print(f"no models in '{sys.argv[1]}'", file=sys.stderr)
        return 2
    return 1 if sum(check(file) for file in files) else 0


if __name__ == "__main__":
    sys.exit(main())
