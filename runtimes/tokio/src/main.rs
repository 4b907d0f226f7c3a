//! Worker of the tokio guests. Start it through unblock-worker-tokio or unblock-worker-tokio_multi in the build's bin folder.
mod protocol;
mod workloads;

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    std::process::exit(protocol::worker::worker_main(&arguments, workloads::all()));
}
