//! An echo client as tokio's tutorial writes one: a task per connection that owns its stream, write_all and read_exact. It knows nothing of
//! our workers, and reads no clock between its messages. Arguments: port, connections, bytes, seconds, "multi_thread" or "current_thread".
use std::io::Result;
use std::time::Instant;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

const PASS: usize = 4096; // messages, of all connections

async fn client(mut stream: TcpStream, message: Vec<u8>, times: usize) -> Result<TcpStream> {
    let mut answer = vec![0; message.len()];
    for _ in 0..times {
        stream.write_all(&message).await?;
        stream.read_exact(&mut answer).await?;
    }
    assert_eq!(answer, message);
    Ok(stream)
}

fn cpu_ns() -> i64 {
    // SAFETY: the structure is ours, and this clock cannot fail.
    let now = unsafe {
        let mut now = std::mem::zeroed::<libc::timespec>();
        libc::clock_gettime(libc::CLOCK_PROCESS_CPUTIME_ID, &mut now);
        now
    };
    now.tv_sec * 1_000_000_000 + now.tv_nsec
}

async fn run(port: u16, connections: usize, bytes: usize, seconds: f64) -> Result<()> {
    let mut streams = Vec::new();
    for _ in 0..connections {
        let stream = TcpStream::connect(("127.0.0.1", port)).await?;
        stream.set_nodelay(true)?;
        streams.push(stream);
    }
    let times = (PASS / connections).max(1);
    let (mut passes, mut measured_s, mut measured_cpu_ns) = (0, 0.0, 0);
    for number in 0.. {
        let (cpu_before, began) = (cpu_ns(), Instant::now());
        let tasks: Vec<_> = streams.drain(..).map(|stream| tokio::spawn(client(stream, vec![0x80 | number as u8; bytes], times))).collect();
        for task in tasks {
            streams.push(task.await??);
        }
        if number == 0 {
            continue; // warms up
        }
        passes += 1;
        measured_s += began.elapsed().as_secs_f64();
        measured_cpu_ns += cpu_ns() - cpu_before;
        if measured_s >= seconds {
            break;
        }
    }
    let operations = (passes * times * connections) as f64;
    let bytes_out = (passes + 1) * times * connections * bytes;
    println!(
        "{{\"cpu_ns_per_op\": {}, \"time_ns_per_op\": {}, \"claim\": {{\"connections\": {connections}, \"bytes_out\": {bytes_out}}}}}",
        measured_cpu_ns as f64 / operations,
        measured_s * 1e9 / operations
    );
    Ok(())
}

fn main() -> Result<()> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let whole = |place: usize| arguments[place].parse::<usize>().expect("a whole number");
    let seconds = arguments[3].parse().expect("seconds");
    let mut builder = if arguments[4] == "multi_thread" { tokio::runtime::Builder::new_multi_thread() } else { tokio::runtime::Builder::new_current_thread() };
    builder.enable_all().build()?.block_on(run(whole(0) as u16, whole(1), whole(2), seconds))
}
