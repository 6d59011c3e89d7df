//! The binary: parses arguments, calls the library, prints, exits.

fn main() {}
