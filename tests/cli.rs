//! The command line as data: the console examples of the README and the cases of `tests/cli`. Comes in: commands with
//! their output; goes out: a difference for each that prints something else. `TRYCMD=overwrite` accepts what is printed.

#[test]
fn console_examples() {
    trycmd::TestCases::new().case("README.md").case("tests/cli/*.toml");
}
