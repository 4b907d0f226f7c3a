// file_read: blocks of a file at scattered places, by fs.promises, which asks libuv's pool of threads.
import fs from 'fs';
import os from 'os';
import path from 'path';
import { nowNs } from '../protocol/context.mjs';

const FILE_BYTES = 16 * 1024 * 1024;
const READS_PER_PASS = 4096;

// Every eight bytes hold the number of the eight bytes.
function writePattern(file) {
  const words = new BigUint64Array(FILE_BYTES / 8);
  for (let i = 0; i < words.length; ++i) words[i] = BigInt(i);
  fs.writeFileSync(file, Buffer.from(words.buffer), { flush: true });
}

const matches = (buffer, offset, at) => buffer.readBigUInt64LE(at) === BigInt((offset + at) / 8);

async function readBlocks(context, handle, first, times) {
  const size = context.arguments.bytes;
  const buffer = Buffer.allocUnsafe(size);
  let place = BigInt(first);
  for (let i = 0; i < times; ++i) {
    place = BigInt.asUintN(64, place * 6364136223846793005n + 1442695040888963407n); // Knuth's MMIX
    const offset = Number((place >> 33n) % BigInt(FILE_BYTES / size)) * size;
    const beganNs = nowNs();
    const { bytesRead } = await handle.read(buffer, 0, size, offset);
    context.record(nowNs() - beganNs);
    if (bytesRead !== size || !matches(buffer, offset, 0) || !matches(buffer, offset, size - 8)) {
      context.fail('a read brought other bytes than the file has there');
    }
  }
}

export async function run(context) {
  const { readers } = context.arguments;
  const times = Math.max(Math.floor(READS_PER_PASS / readers), 1);
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'unblock-'));
  const file = path.join(folder, 'pattern');
  writePattern(file);
  const handle = await fs.promises.open(file);
  fs.rmSync(folder, { recursive: true });
  context.note('file I/O', `fs.promises, libuv's pool of ${process.env.UV_THREADPOOL_SIZE || 4} threads`);
  context.start();
  await Promise.all(Array.from({ length: readers }, (_, reader) => readBlocks(context, handle, reader, times)));
  context.stop();
  await handle.close();
  context.operations(readers * times);
}
