//! Text to syntax tree in bounded time. Comes in: the text of a file; goes out: its tree, or nothing when its plugin has
//! used up the time. Apart because it alone looks at a clock: on broken text the parser takes time that grows with the
//! square of the length, and nothing that it tells on the way says so but the time itself. What is sound, or broken as
//! people break it, is a thousand times below the bound, so that no report of such text depends on the clock.

use std::cell::RefCell;
use std::ops::ControlFlow;
use std::time::Duration;

use tree_sitter::{ParseOptions, ParseState, Parser, Tree};

use super::grammar;

/// What the report says of a file whose parse was given up.
pub(super) const GIVEN_UP: &str =
    "the Python parser takes too long: the text is broken in too many places; it was not read";

/// Time that a byte may take; sound text takes a tenth of it.
const PER_BYTE: Duration = Duration::from_micros(1);

/// Time that all files of a plugin together may take above that.
const EXTRA: Duration = Duration::from_secs(2);

/// Calls of the parser on the way between two looks at the clock, which cost more than what lies between them.
const CALLS: u32 = 64;

thread_local! {
    /// One parser per thread.
    static PARSER: RefCell<Option<Parser>> = const { RefCell::new(None) };
}

/// What is left of the time that a plugin's files may take.
#[derive(Debug)]
pub(super) struct Patience {
    extra: Duration,
}

impl Default for Patience {
    fn default() -> Self {
        Self { extra: EXTRA }
    }
}

/// The tree of `text`; `None` when it took too long.
pub(super) fn parse(text: &str, patience: &mut Patience) -> Option<Tree> {
    let own = PER_BYTE.saturating_mul(u32::try_from(text.len()).unwrap_or(u32::MAX));
    let started = spent();
    let limit = own + patience.extra;
    let tree = PARSER.with_borrow_mut(|slot| {
        let parser = slot.get_or_insert_with(|| {
            let mut parser = Parser::new();
            // The grammar is linked in; a version mismatch would fail every test.
            let _ = parser.set_language(&grammar::grammar().language);
            parser
        });
        let mut calls = 0_u32;
        let mut progress = |_: &ParseState| {
            calls = calls.wrapping_add(1);
            if calls.is_multiple_of(CALLS) && spent().saturating_sub(started) > limit {
                ControlFlow::Break(())
            } else {
                ControlFlow::Continue(())
            }
        };
        let options = ParseOptions::new().progress_callback(&mut progress);
        let mut read = |offset: usize, _| text.as_bytes().get(offset..).unwrap_or_default();
        let tree = parser.parse_with_options(&mut read, None, Some(options));
        if tree.is_none() {
            // Else the next parse would go on where this one stopped.
            parser.reset();
        }
        tree
    });
    patience.extra = patience.extra.saturating_sub(spent().saturating_sub(started).saturating_sub(own));
    tree
}

/// Time that this thread has worked: what else the machine does shall not decide what is read.
#[cfg(any(target_os = "linux", target_os = "macos"))]
fn spent() -> Duration {
    let time = rustix::time::clock_gettime(rustix::time::ClockId::ThreadCPUTime);
    Duration::new(u64::try_from(time.tv_sec).unwrap_or(0), u32::try_from(time.tv_nsec).unwrap_or(0))
}

/// Time since the first call, where the system does not tell what a thread has worked.
#[cfg(not(any(target_os = "linux", target_os = "macos")))]
fn spent() -> Duration {
    static START: std::sync::OnceLock<std::time::Instant> = std::sync::OnceLock::new();
    START.get_or_init(std::time::Instant::now).elapsed()
}
