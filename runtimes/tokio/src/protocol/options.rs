//! The flags of a worker: ours (--unblock_…) and those of Google Benchmark that the harness uses.
use super::{input, Result};

#[derive(Clone)]
pub struct Options {
    pub guest: String, // written by the launcher
    pub cells_file: String,
    pub describe: bool,
    pub port: u16, // of the target; 0: start one
    pub address: String, // of its host
    pub server: String,
    pub side_file: String,
    pub extra_case: String,
    pub syscall_counter: i32, // a counter that the launcher opened; -1: not counted
    pub spans: bool,
    pub filter: String,
    pub list_tests: bool,
    pub min_time_s: f64,
    pub iterations: u64, // fixed by --benchmark_min_time=<n>x; 0: calibrated
    pub out: String,
    pub json: bool,
}

pub fn parse(arguments: &[String]) -> Result<Options> {
    let mut options = Options {
        guest: "tokio".into(),
        cells_file: String::new(),
        describe: false,
        port: 0,
        address: "127.0.0.1".into(),
        server: String::new(),
        side_file: String::new(),
        extra_case: String::new(),
        syscall_counter: -1,
        spans: false,
        filter: ".".into(),
        list_tests: false,
        min_time_s: 0.5,
        iterations: 0,
        out: String::new(),
        json: false,
    };
    for argument in arguments {
        match argument.split_once('=') {
            None if argument == "--unblock_describe" => options.describe = true,
            None if argument == "--unblock_spans" => options.spans = true,
            None if argument == "--benchmark_list_tests" => options.list_tests = true,
            None => return input(format!("unknown flag '{argument}'")),
            Some((flag, value)) => take(&mut options, flag, value)?,
        }
    }
    Ok(options)
}

fn take(options: &mut Options, flag: &str, value: &str) -> Result<()> {
    match flag {
        "--benchmark_color" | "--benchmark_counters_tabular" => {}
        "--unblock_guest" => options.guest = value.into(),
        "--unblock_cells" => options.cells_file = value.into(),
        "--unblock_port" => options.port = number(flag, value, 65535)? as u16,
        "--unblock_address" => options.address = value.into(),
        "--unblock_server" => options.server = value.into(),
        "--unblock_side" => options.side_file = value.into(),
        "--unblock_case" => options.extra_case = value.into(),
        "--unblock_syscall_fd" => options.syscall_counter = number(flag, value, 1 << 20)? as i32,
        "--benchmark_filter" => options.filter = value.into(),
        "--benchmark_list_tests" => options.list_tests = value != "false",
        "--benchmark_min_time" => take_min_time(options, flag, value)?,
        "--benchmark_out" => options.out = value.into(),
        "--benchmark_out_format" if value == "json" => {}
        "--benchmark_out_format" => return input(format!("{flag}={value}: json is expected")),
        "--benchmark_format" if value == "json" || value == "console" => options.json = value == "json",
        "--benchmark_format" => return input(format!("{flag}={value}: console or json is expected")),
        "--benchmark_repetitions" if value == "1" => {}
        "--benchmark_repetitions" => {
            return input(format!("{flag}={value}: this worker measures each cell once; `unblock bench run` repeats it in rounds"))
        }
        _ => return input(format!("unknown flag '{flag}={value}'")),
    }
    Ok(())
}

fn number(flag: &str, text: &str, most: u32) -> Result<u32> {
    match text.parse::<u32>() {
        Ok(value) if value <= most && !text.starts_with('+') => Ok(value),
        _ => input(format!("{flag}={text}: a number from 0 to {most} is expected")),
    }
}

fn take_min_time(options: &mut Options, flag: &str, text: &str) -> Result<()> {
    if let Some(passes) = text.strip_suffix('x').and_then(|count| count.parse::<u32>().ok()).filter(|&count| count > 0) {
        options.iterations = passes.into();
        return Ok(());
    }
    match text.strip_suffix('s').unwrap_or(text).parse::<f64>() {
        Ok(seconds) if seconds > 0.0 && seconds.is_finite() => options.min_time_s = seconds,
        _ => return input(format!("{flag}={text}: seconds or a number of iterations ('0.5' or '10x') are expected")),
    }
    Ok(())
}
