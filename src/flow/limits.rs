//! The bounds of the analysis in one place, each with its reason. A bound that is hit is counted and reported.

/// Keys and attributes of an access path that are told apart; deeper reads fall together. Profiles of real services
/// nest four or five deep.
pub const PATH_DEPTH: u8 = 6;
/// Nesting of dicts and objects that is kept field by field.
pub const VALUE_DEPTH: u8 = 6;
/// Origins that one value keeps; more fall back to their sources' roots.
pub const ORIGINS: usize = 64;
/// Fields of one dict or object that are kept apart.
pub const FIELDS: usize = 96;
/// Texts that one value may be.
pub const TEXTS: usize = 12;
/// Parts of one text.
pub const PARTS: usize = 24;
/// Callables and classes that one value may be.
pub const THINGS: usize = 8;
/// Elements of a list up to which a loop over it is taken element by element.
pub const UNROLL: usize = 24;
/// Rounds of a loop until its environment must be stable; chains of assignments in real loops need two or three.
pub const ROUNDS: usize = 5;
/// Calls on the stack.
pub const CALL_DEPTH: u32 = 90;
/// Nested evaluations on the stack, whatever they are: keeps the thread's stack bounded.
pub const EVAL_DEPTH: u32 = 5_000;
/// Different arguments under which one function is analysed before further ones are joined.
pub const CONTEXTS: u32 = 48;
/// Further rounds over all entry points when shared state (fields, module variables, class attributes) came to hold more.
pub const SHARED_ROUNDS: usize = 2;
/// Rounds of a recursive function.
pub const RECURSION: usize = 3;
/// Expressions and statements that one plugin may cost. The largest real plugin needs a fraction of it.
pub const STEPS: u64 = 6_000_000;
