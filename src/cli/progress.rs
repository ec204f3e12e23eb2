//! How far long work has come: a bar on a terminal, a plain line now and then elsewhere.

use std::io::IsTerminal;
use std::time::{Duration, Instant};

use indicatif::{ProgressBar, ProgressStyle};

use super::output::Output;

/// Between two plain lines.
const EVERY: Duration = Duration::from_secs(5);

/// See the module.
#[derive(Debug)]
pub struct Progress {
    bar: Option<ProgressBar>,
    what: &'static str,
    total: u64,
    done: u64,
    told: Instant,
}

impl Progress {
    /// Begins; `total` 0 means that nobody knows.
    pub fn start(what: &'static str, total: u64) -> Self {
        let bar = std::io::stderr().is_terminal().then(|| {
            let template = if total > 0 {
                "{msg} {wide_bar} {human_pos}/{human_len} {per_sec} {eta}"
            } else {
                "{msg} {spinner} {human_pos} {per_sec}"
            };
            let bar = if total > 0 { ProgressBar::new(total) } else { ProgressBar::new_spinner() };
            let style = ProgressStyle::with_template(template);
            bar.with_style(style.unwrap_or_else(|_| ProgressStyle::default_bar()))
                .with_message(what)
        });
        Self { bar, what, total, done: 0, told: Instant::now() }
    }

    /// So much is done.
    pub fn reached(&mut self, done: u64) {
        self.done = done;
        if let Some(bar) = &self.bar {
            bar.set_position(done);
        } else if self.told.elapsed() >= EVERY {
            self.told = Instant::now();
            let of = if self.total > 0 { format!(" of {}", self.total) } else { String::new() };
            Output::note(&format!("{}: {done}{of}", self.what));
        }
    }

    /// Ends.
    pub fn finish(self) {
        if let Some(bar) = self.bar {
            bar.finish_and_clear();
        }
    }
}
