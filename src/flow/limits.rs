//! The bounds of the analysis in one place, each with its reason. Where one is hit and a flow may be lost, the report says
//! so (the module `bounds` of this folder); those of the first part only make the result coarser, and it stays sound.

// These make the result coarser.

/// Keys and attributes of an access path that are told apart; of a longer path the first key and the last ones are kept.
/// Profiles of real services nest four or five deep.
pub const PATH_DEPTH: u8 = 6;
/// Nesting of dicts and objects that is kept field by field; deeper ones fall together, with all that is in them.
pub const VALUE_DEPTH: u8 = 6;
/// Values that one value holds, those that are shared counted each time. What holds more falls together; of callables
/// nothing is left to call, which is said where they are called. The largest tables of real plugins have a few hundred.
pub const VALUE_SIZE: u32 = 4_096;
/// Fields of one dict or object that are kept apart; the others fall together.
pub const FIELDS: usize = 96;
/// Parts of one text; the host stands in the first.
pub const PARTS: usize = 24;
/// Places where a function returns that are told apart; what holds at further ones falls together.
pub const EXITS: usize = 8;
/// Elements of a list up to which their positions are kept and a loop over it is taken element by element.
pub const UNROLL: usize = 24;
/// Turns of such loops within one another, multiplied, up to which they are taken so.
pub const UNROLLED: usize = 1_024;
/// Keys that one subscript may be and that are looked up one by one; for more, any of what is there is read.
pub const KEYS: usize = 4;
/// Bytes of the name of something in a library, dots included, up to which a further attribute is added: no table has
/// names this long.
pub const DOTTED: usize = 300;
/// Bytes of a constant part of a text behind which nothing is added to it: what stands there is no address any more.
pub const LITERAL: usize = 2_000;
/// Places listed for one practice, third party or capability, the surest first.
pub const PLACES: usize = 64;
/// Calls that made a library object and whose arguments are kept: where a client leads to stands in the first of them,
/// and a recipient that is not found is reported as such.
pub const MADE_DEPTH: u8 = 7;
/// Different arguments under which one function is analysed before further ones are joined.
pub const CONTEXTS: u32 = 48;
/// Calls of one function within itself, each with other arguments, before further ones are joined.
pub const ACTIVATIONS: usize = 3;
/// Loops around one another that start anew in each round of those around them; one deeper goes on from what it held.
pub const LOOPS: u32 = 4;
/// Reads of shared state that are told apart; with more, a further round over the entry points runs them all.
pub const SHARED_READS: usize = 1 << 20;
/// Turns in which it is found which runs a change reaches, and times within a round that it is; after that it is all.
pub const TURNS: usize = 32;

// Behind these a flow may be lost.

/// Origins that one value keeps.
pub const ORIGINS: usize = 128;
/// Texts that one value may be.
pub const TEXTS: usize = 48;
/// Callables and classes that one value may be.
pub const THINGS: usize = 32;
/// Hosts that one call may reach.
pub const CONTACTS: usize = 128;
/// Places in which one origin is read; what it is called there helps to tell what it is.
pub const READS: usize = 64;
/// Addresses that the code sets under names that hold an endpoint.
pub const SET_URLS: usize = 256;
/// Bases of one class, those of its bases included.
pub const BASES: usize = 64;
/// Labels, and descriptions, of one parameter that are read: one a language.
pub const PARAMETER_TEXTS: usize = 16;
/// Names of fields that a parameter offers to choose from, or lists in a description.
pub const FIELD_NAMES: usize = 2_000;
/// Rounds of a loop until its environment must be stable. Widening begins with the second; real loops need up to five.
pub const ROUNDS: usize = 8;
/// Rounds after which a loop or recursion that has not settled no longer keeps the shape of its values.
pub const SHAPED_ROUNDS: usize = 4;
/// Rounds of a recursive function; as for loops.
pub const RECURSION: usize = 8;
/// Further rounds over all entry points when shared state (fields, module variables, class attributes) came to hold more.
pub const SHARED_ROUNDS: usize = 5;
/// Calls on the stack.
pub const CALL_DEPTH: u32 = 90;
/// Nested evaluations on the stack, whatever they are: keeps the thread's stack bounded.
pub const EVAL_DEPTH: u32 = 5_000;
/// Expressions and statements that one plugin may cost. The largest real plugin needs a fraction of it.
pub const STEPS: u64 = 6_000_000;
/// Parts of values that are copied, compared or walked over for one step.
pub const STEP_PARTS: u64 = 4;
/// Steps that one value at a sink counts for, with one more for each recipient: it is written down and typed.
pub const FACT_STEPS: u64 = 16;
/// Expressions that the argument of one call which runs a text is made of.
pub const HIDDEN_REACH: usize = 5_000;
/// Such expressions of all calls of a plugin. A call that runs a text is rare, and its text near.
pub const HIDDEN_STEPS: usize = 1_000_000;
/// Fields that are followed from a parameter to an object that a function gives back of it.
pub const WITHIN: usize = 2;
/// Constants of the requests of one entry that are kept to see which fields they ask for, and these fields.
pub const ASKED: usize = 8_192;
