//! The most memory that this process has held.

/// The most memory that this process has held so far, in bytes; none where the system does not tell.
#[must_use]
pub fn peak_memory_bytes() -> Option<u64> {
    if !cfg!(target_os = "linux") {
        return None;
    }
    high_water(&std::fs::read_to_string("/proc/self/status").ok()?)
}

/// The high-water mark in the text of `/proc/self/status`.
fn high_water(status: &str) -> Option<u64> {
    let mut words = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.split_whitespace();
    let kilobytes: u64 = words.next()?.parse().ok()?;
    (words.next() == Some("kB") && kilobytes > 0).then(|| kilobytes.saturating_mul(1024))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_mark_is_read_or_there_is_none() {
        assert_eq!(high_water("Name:\tx\nVmHWM:\t    2048 kB\nVmRSS:\t 1024 kB\n"), Some(2_097_152));
        for text in ["", "VmHWM:", "VmHWM: 0 kB", "VmHWM: 7 pages", "VmHWM: -1 kB"] {
            assert_eq!(high_water(text), None, "{text}");
        }
    }

    #[test]
    fn a_process_on_linux_knows_its_own() {
        assert_eq!(peak_memory_bytes().is_some(), cfg!(target_os = "linux"));
    }
}
