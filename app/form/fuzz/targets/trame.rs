//! Any text as a trame: refused with its places, or compiled and judged.
#![no_main]

use form::{Answers, Context, Map, Parameters, Program, trame::read_trame};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let trame = match read_trame(text) {
        Ok(trame) => trame,
        Err(problems) => {
            assert!(!problems.is_empty(), "a refusal says why");
            return;
        }
    };
    let program = Program::compile(trame).expect("what was read compiles");
    let context = Context {
        today: form::Date::constant(2026, 11, 25),
        facts: Map::new(),
        previous: Answers::default(),
        sources: Answers::default(),
        parameters: Parameters::default(),
    };
    let evaluation = program.evaluate(&Answers::default(), &context);
    let _ = (program.issues(&evaluation), program.counted(&evaluation));
});
