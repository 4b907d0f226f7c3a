"""file_read: blocks of a file at scattered places. asyncio has no file I/O: to_thread(preadv) is its idiom."""
import array
import asyncio
import mmap
import os
import tempfile

from protocol.errors import NotApplicable

FILE_BYTES = 16 * 1024 * 1024
READS_CACHED, READS_DIRECT = 4096, 512  # of a pass


def _words(offset, size):
    """What the file has there: every eight bytes hold the number of the eight bytes."""
    return array.array("Q", range(offset // 8, (offset + size) // 8)).tobytes()


def _open_pattern_file(direct):
    """Has no name any more once it is open."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(_words(0, FILE_BYTES))
        file.flush()
        os.fsync(file.fileno())
        try:
            return os.open(file.name, os.O_RDONLY | os.O_CLOEXEC | (os.O_DIRECT if direct else 0))
        except OSError as error:
            raise NotApplicable(f"no direct reads in {tempfile.gettempdir()}: {error.strerror}") from error


async def _read(context, descriptor, first, times):
    size = context.arguments["bytes"]
    blocks, place = FILE_BYTES // size, first
    buffer = mmap.mmap(-1, size)  # direct reads need memory in whole blocks
    for _ in range(times):
        place = (place * 6364136223846793005 + 1442695040888963407) & ((1 << 64) - 1)  # Knuth's MMIX
        offset = (place >> 33) % blocks * size
        began_ns = context.now_ns()
        count = await asyncio.to_thread(os.preadv, descriptor, [buffer], offset)
        context.record(context.now_ns() - began_ns)
        if count != size or buffer[:16] != _words(offset, 16) or buffer[-16:] != _words(offset + size - 16, 16):
            context.fail("a read brought other bytes than the file has there")
    buffer.close()


async def run(context):
    direct, readers = context.arguments["direct"] != 0, context.arguments["readers"]
    descriptor = _open_pattern_file(direct)
    times = max((READS_DIRECT if direct else READS_CACHED) // readers, 1)
    context.note("file I/O", "asyncio.to_thread(os.preadv), the loop's default pool")
    try:
        context.start()
        await asyncio.gather(*(_read(context, descriptor, reader, times) for reader in range(readers)))
        context.stop()
    finally:
        os.close(descriptor)
    context.operations(readers * times)
