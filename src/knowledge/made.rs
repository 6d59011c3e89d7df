//! What a higher layer makes of the tables, kept with them. Comes in: a way to make it; goes out: the thing, made at its
//! first use. Apart because the tables cannot name the types of layers above them, and what is made must live and die
//! with the tables that it was made of.

use std::any::Any;
use std::fmt;
use std::sync::OnceLock;

/// A place for one thing.
#[derive(Default)]
pub struct Made(OnceLock<Box<dyn Any + Send + Sync>>);

impl Made {
    /// The thing, made by `make` at the first call. `None` where another type was made here before.
    pub fn get<T: Any + Send + Sync>(&self, make: impl FnOnce() -> T) -> Option<&T> {
        self.0.get_or_init(|| Box::new(make())).downcast_ref()
    }
}

impl fmt::Debug for Made {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(if self.0.get().is_some() { "Made(yes)" } else { "Made(no)" })
    }
}
