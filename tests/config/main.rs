//! Settings: configuration, suppressions, the baseline, and what of them holds for a plugin that is not trusted. Comes in:
//! plugins of the corpus, changed; goes out: a failed test for a setting that does something else than it says.

#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "what cannot be read fails the test")]

mod baseline;
mod file;
mod page;
mod plugins;
mod suppress;
mod untrusted;
