//! file_read: blocks of a file at scattered places. tokio::fs would seek and read on its pool; spawn_blocking(read_at) is one call.
use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::Write;
use std::os::unix::fs::{FileExt, OpenOptionsExt};
use std::sync::Arc;

use super::together;
use crate::protocol::context::Context;
use crate::protocol::usage::now_ns;
use crate::protocol::{Problem, Result};

const FILE_BYTES: usize = 16 << 20;
const ALIGNMENT: usize = 4096;

pub fn why_not(arguments: &BTreeMap<String, u64>) -> String {
    let size = arguments["bytes"] as usize;
    if size > 0 && size % ALIGNMENT == 0 && size <= FILE_BYTES { String::new() } else { "bytes: a multiple of 4096".into() }
}

/// Every eight bytes hold the number of the eight bytes. It has no name any more once it is open.
fn open_pattern_file(direct: bool) -> Result<File> {
    let folder = std::env::temp_dir();
    let path = folder.join(format!("unblock-tokio-{}", std::process::id()));
    let content: Vec<u8> = (0..FILE_BYTES as u64 / 8).flat_map(u64::to_le_bytes).collect();
    let mut file = OpenOptions::new().write(true).create_new(true).open(&path)?;
    let written = file.write_all(&content).and_then(|()| file.sync_all());
    let opened = OpenOptions::new().read(true).custom_flags(if direct { libc::O_DIRECT } else { 0 }).open(&path);
    std::fs::remove_file(&path)?;
    written?;
    match opened {
        Err(error) if direct => Err(Problem::NotHere(format!("no direct reads in {}: {error}", folder.display()))),
        opened => Ok(opened?),
    }
}

/// Memory for direct reads, which need it in whole blocks.
struct Aligned {
    memory: Vec<u8>,
    skip: usize,
    size: usize,
}
impl Aligned {
    fn new(size: usize) -> Self {
        let memory = vec![0u8; size + ALIGNMENT];
        let skip = memory.as_ptr().align_offset(ALIGNMENT);
        Aligned { memory, skip, size }
    }
    fn bytes(&mut self) -> &mut [u8] {
        &mut self.memory[self.skip..self.skip + self.size]
    }
}

fn word(bytes: &[u8]) -> u64 {
    let mut eight = [0; 8];
    eight.copy_from_slice(bytes);
    u64::from_le_bytes(eight)
}

pub async fn file_read(context: Arc<Context>) -> Result<()> {
    let (readers, size, direct) = (context.argument("readers"), context.argument("bytes"), context.argument("direct") != 0);
    let times = (if direct { 512 } else { 4096 } / readers).max(1);
    let file = Arc::new(open_pattern_file(direct)?);
    context.note("file I/O", "spawn_blocking(read_at), tokio's pool");
    context.start();
    let result = together(&context, readers, |context, reader| {
        let file = file.clone();
        async move {
            let (mut buffer, mut place) = (Aligned::new(size), reader as u64);
            for _ in 0..times {
                place = place.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407); // Knuth's MMIX
                let offset = (place >> 33) % (FILE_BYTES / size) as u64 * size as u64;
                let began_ns = now_ns();
                let file = file.clone();
                let read = tokio::task::spawn_blocking(move || {
                    file.read_exact_at(buffer.bytes(), offset)?;
                    std::io::Result::Ok(buffer)
                });
                buffer = read.await??;
                context.latency.record(now_ns() - began_ns);
                let bytes = buffer.bytes();
                if word(&bytes[..8]) != offset / 8 || word(&bytes[size - 8..]) != (offset + size as u64) / 8 - 1 {
                    context.fail("a read brought other bytes than the file has there");
                }
            }
            Ok(())
        }
    });
    let result = result.await;
    context.stop();
    context.operations(readers * times);
    result
}
