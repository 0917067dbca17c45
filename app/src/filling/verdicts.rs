//! The verdict on the answers as they stand on the page, each field and each step heard apart.
//!
//! A key press is felt by what was judged again and by nothing else: on a step of five hundred questions,
//! one signal for the whole verdict would wake them all at each key.

use std::sync::Mutex;

use form::{Context, Evaluation, Map, Path, Program, Value};
use leptos::prelude::*;

/// The verdict, and who listens to what in it.
pub(super) struct Verdicts {
    evaluation: Mutex<Evaluation>,
    /// Made when they are first listened to.
    fields: Mutex<Map<Path, ArcTrigger>>,
    steps: Mutex<Map<String, ArcTrigger>>,
}

impl Verdicts {
    pub(super) fn new(evaluation: Evaluation) -> Self {
        Self { evaluation: Mutex::new(evaluation), fields: Mutex::default(), steps: Mutex::default() }
    }

    /// Reads what was found of a field or of a cell; read again whenever its field is judged again.
    pub(super) fn of_field<T>(&self, path: &Path, read: impl FnOnce(&Evaluation) -> T) -> T {
        listen(&self.fields, path.field());
        self.untracked(read)
    }

    /// Reads what was found of a step; read again whenever one of its fields is judged again.
    pub(super) fn of_step<T>(&self, step: &str, read: impl FnOnce(&Evaluation) -> T) -> T {
        listen(&self.steps, step.to_owned());
        self.untracked(read)
    }

    /// Reads the verdict once.
    pub(super) fn untracked<T>(&self, read: impl FnOnce(&Evaluation) -> T) -> T {
        read(&self.evaluation.lock().expect("one thread"))
    }

    /// Judges again after changes, and wakes who listens to what was judged.
    pub(super) fn change(&self, program: &Program, changes: &[(Path, Option<Value>)], context: &Context) {
        let judged = program.update(&mut self.evaluation.lock().expect("one thread"), changes, context);
        let mut steps: Map<String, ()> = Map::new();
        for path in judged {
            if let Some(step) = program.trame().step_of(&path) {
                steps.insert(step.key.clone(), ());
            }
            wake(&self.fields, &path);
        }
        for (step, ()) in steps {
            wake(&self.steps, &step);
        }
    }
}

fn listen<K: Ord>(listened: &Mutex<Map<K, ArcTrigger>>, key: K) {
    listened.lock().expect("one thread").or_insert_with(key, ArcTrigger::new).clone().track();
}

/// Wakes who listens; the lock is given back first, for they read at once.
fn wake<K: Ord>(listened: &Mutex<Map<K, ArcTrigger>>, key: &K) {
    let trigger = listened.lock().expect("one thread").get(key).cloned();
    if let Some(trigger) = trigger {
        trigger.notify();
    }
}
