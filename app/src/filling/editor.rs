//! The editor of a dossier: what was typed, what it is worth, what remains to be sent.
//!
//! One per open dossier; it outlives the passage from step to step. Each field has its own signals, so
//! that a key press touches what depends on it and no more.

use std::sync::{Arc, Mutex};

use domain::{
    PersonId,
    dossier::{
        Actor, Answer, DossierId, SetAside, Snapshot, StepProgress, procedure::Correction, talk::Subject,
    },
};
use form::{Context, FieldState, Map, Path, Program, Severity, Value, french, read};
use leptos::prelude::*;

use super::{Colleague, DossierView, JournalState, desk::Desk, save_state::SaveState, verdicts::Verdicts};

/// Handle on the editor; copied freely.
#[derive(Clone, Copy)]
pub struct Editor {
    pub(super) inner: StoredValue<Arc<Inner>>,
    /// What is said of saving.
    pub save: RwSignal<SaveState>,
    /// Whether the person asked to see all that is missing.
    pub verified: RwSignal<bool>,
    /// The field being typed, not yet left.
    pub typing: RwSignal<Option<Path>>,
    /// The field last entered: what is known of it stands beside the form.
    pub focused: RwSignal<Option<Path>>,
    /// The dossier as the server last told it.
    pub snapshot: RwSignal<Snapshot>,
    /// Whether this browser keeps what is typed.
    pub journal: RwSignal<JournalState>,
    /// How many edits of pages that are gone were found in this browser.
    pub recovered: RwSignal<usize>,
    /// The others who have the dossier open.
    pub colleagues: RwSignal<Vec<Colleague>>,
    /// The tables that ask something before their rows change: a paste to accept, a row to take away.
    pub asking: RwSignal<Vec<Path>>,
    /// The rows that someone took away while something of this page stood in them: shown until that is decided.
    pub torn: RwSignal<Vec<Path>>,
    /// What the server refused, whatever is done, until the person has read it.
    pub refusals: RwSignal<Vec<(String, Vec<String>)>>,
    /// Whether the person wanted to leave the step while a table asks.
    pub insisted: RwSignal<bool>,
    /// What was last said aloud.
    pub announced: RwSignal<String>,
    /// Whether the dossier went on under another version of its form since the page was opened.
    pub reshaped: RwSignal<bool>,
    /// Largest document accepted, in bytes.
    pub heaviest: usize,
}

pub(super) struct Inner {
    pub(super) id: DossierId,
    pub(super) program: Program,
    pub(super) context: Context,
    pub(super) me: PersonId,
    pub(super) names: Vec<(PersonId, String)>,
    pub(super) follows: Vec<Path>,
    pub(super) fields: Map<Path, FieldHandle>,
    pub(super) verdicts: Verdicts,
    /// The signals of rows and cells, made when they are first asked for.
    pub(super) cells: Mutex<Map<Path, FieldHandle>>,
    pub(super) desk: Mutex<Desk>,
}

/// The signals of one field.
#[derive(Clone)]
pub struct FieldHandle {
    /// What stands in the control.
    pub text: ArcRwSignal<String>,
    /// Whether the person has left the field once.
    pub left: ArcRwSignal<bool>,
    /// Whether it is being typed with no message shown: nothing is said before it is left.
    pub quiet: ArcRwSignal<bool>,
    /// Whether the person was in it since the page was opened.
    pub visited: ArcRwSignal<bool>,
    /// Whether it has the caret: a rule that begins to fail elsewhere is said once it is left.
    pub in_hand: ArcRwSignal<bool>,
    /// The answer as the server keeps it.
    pub answer: ArcRwSignal<Option<Answer>>,
    /// A value of mine that was set aside, for me to decide.
    pub aside: ArcRwSignal<Option<SetAside>>,
    /// What someone wrote while the caret is here: it takes its place once the field is left.
    pub beside: ArcRwSignal<Option<Answer>>,
}

impl Editor {
    /// Opens the editor on a dossier; a cycle in its form (which the server refuses) leaves it empty.
    pub fn open(view: DossierView) -> Result<Self, crate::AppError> {
        let DossierView { id, trame, snapshot, context, names, me, heaviest, follows } = view;
        let program = Program::compile(trame).map_err(|_| crate::AppError::Unavailable)?;
        let evaluation = program.evaluate(&snapshot.values(), &context);
        let fields = program
            .trame()
            .fields()
            .filter(|(_, field)| field.is_typed())
            .map(|(_, field)| (field.path.clone(), FieldHandle::open(field, &field.path, &snapshot, me)))
            .collect();
        let cells = Mutex::default();
        let desk = Mutex::new(Desk::new(snapshot.seq));
        let save = SaveState::opened(&snapshot, me);
        let undecided: Vec<Path> = snapshot.undecided(Actor::Person(me)).cloned().collect();
        let editor = Self {
            inner: StoredValue::new(Arc::new(Inner {
                id,
                program,
                context,
                me,
                names,
                follows,
                fields,
                verdicts: Verdicts::new(evaluation),
                cells,
                desk,
            })),
            save: RwSignal::new(save),
            verified: RwSignal::new(false),
            typing: RwSignal::new(None),
            focused: RwSignal::new(None),
            snapshot: RwSignal::new(snapshot),
            journal: RwSignal::new(JournalState::Opening),
            recovered: RwSignal::new(0),
            colleagues: RwSignal::new(Vec::new()),
            asking: RwSignal::new(Vec::new()),
            torn: RwSignal::new(Vec::new()),
            refusals: RwSignal::new(Vec::new()),
            announced: RwSignal::new(String::new()),
            insisted: RwSignal::new(false),
            reshaped: RwSignal::new(false),
            heaviest,
        };
        for path in undecided {
            editor.keep_in_sight(&path);
        }
        Ok(editor)
    }

    pub(super) fn inner(&self) -> Arc<Inner> {
        self.inner.get_value()
    }

    /// The dossier's identifier.
    pub fn id(&self) -> DossierId {
        self.inner().id
    }

    /// Calls `read` with the form's program.
    pub fn with_program<T>(&self, read: impl FnOnce(&Program) -> T) -> T {
        read(&self.inner().program)
    }

    /// The day, for the judgement of answers.
    pub fn today(&self) -> form::Date {
        self.inner().context.today
    }

    /// The signals of a field that is typed, of a row or of a cell.
    pub fn field(&self, path: &Path) -> Option<FieldHandle> {
        let inner = self.inner();
        if let Some(handle) = inner.fields.get(path) {
            return Some(handle.clone());
        }
        path.in_table()?;
        let field = inner.program.trame().answerable(path)?;
        let mut cells = inner.cells.lock().expect("one thread");
        let open =
            || self.snapshot.with_untracked(|snapshot| FieldHandle::open(field, path, snapshot, inner.me));
        Some(cells.or_insert_with(path.clone(), open).clone())
    }

    /// What has been found of a field or of a cell.
    pub fn state_of(&self, path: &Path) -> Option<FieldState> {
        let inner = self.inner();
        inner.verdicts.of_field(path, |evaluation| inner.program.state(evaluation, path).cloned())
    }

    /// Who acted, as the person at this page calls them.
    pub fn author(&self, by: Actor) -> String {
        let inner = self.inner();
        let here = |known: &Vec<Colleague>| {
            let found = known.iter().find(|colleague| by == Actor::Person(colleague.person));
            found.map(|colleague| colleague.name.clone())
        };
        // Who came since the page was opened is named by the line that stays open.
        self.colleagues.with(here).unwrap_or_else(|| super::author(by, inner.me, &inner.names))
    }

    /// Whether it is the person at this page who acted.
    pub fn is_me(&self, by: Actor) -> bool {
        by == Actor::Person(self.inner().me)
    }

    /// Whether answers may still be changed.
    pub fn is_open(&self) -> bool {
        self.snapshot.with(Snapshot::is_open)
    }

    /// Whether an answer may be changed: all of a draft, what is to correct of a dossier that was sent and what follows it.
    pub fn opens(&self, path: &Path) -> bool {
        self.inner().follows.contains(&path.field())
            || self.with_program(|program| {
                self.snapshot.with(|snapshot| snapshot.closes(path, program).is_none())
            })
    }

    /// What the service asks to correct in a field, and has no word of yet.
    pub fn corrections_of(&self, path: &Path) -> Vec<String> {
        let is_there =
            |asked: &&Correction| matches!(&asked.about, Subject::Question(about) if about.field() == *path);
        self.snapshot.with_untracked(|snapshot| {
            snapshot.to_answer().filter(is_there).map(|asked| asked.text.clone()).collect()
        })
    }

    /// How far a step is, as it stands on the page.
    pub fn progress(&self, step: &str) -> Option<StepProgress> {
        let inner = self.inner();
        let found = inner.program.trame().step(step)?;
        inner.verdicts.of_step(step, |evaluation| {
            self.snapshot.with(|snapshot| Some(StepProgress::of(&inner.program, evaluation, snapshot, found)))
        })
    }

    /// Takes what was typed in a field: judged at once, sent after a pause.
    pub fn typed(&self, path: &Path, text: String) {
        let inner = self.inner();
        let Some(handle) = self.field(path) else { return };
        let Some(field) = inner.program.trame().field(path) else { return };
        let said = self.with_issue(path, |shown| shown);
        if !said {
            handle.quiet.set(true);
        }
        self.typing.set(Some(path.clone()));
        let refused = text.chars().count() > read::MAX_LENGTH;
        let value = if refused {
            // Ten megabytes are not carried around: the field keeps them, the verdict is enough.
            Some(Value::Unreadable(String::new()))
        } else {
            read::read_or_keep(&text, &field.field_type)
        };
        handle.text.set(text.clone());
        self.judge(&[(path.clone(), value)]);
        if refused {
            handle.quiet.set(false);
            handle.left.set(true);
            self.keep_here(path, text);
        } else {
            self.enqueue(path, text);
        }
    }

    /// Takes many texts at once, as if each had been typed and left: judged together, sent together.
    pub fn put_all(&self, texts: Vec<(Path, String)>) {
        self.show_texts(&texts);
        for (path, text) in texts {
            self.enqueue(&path, text);
        }
        self.send_now();
    }

    /// Shows texts as if each had been typed and left, judged together; nothing is sent.
    pub(super) fn show_texts(&self, texts: &[(Path, String)]) {
        let inner = self.inner();
        let mut changes = Vec::new();
        for (path, text) in texts {
            let Some((handle, field)) = self.field(path).zip(inner.program.trame().field(path)) else {
                continue;
            };
            handle.left.set(!text.is_empty());
            handle.text.set(text.clone());
            changes.push((path.clone(), read::read_or_keep(text, &field.field_type)));
        }
        self.judge(&changes);
    }

    pub(super) fn judge(&self, changes: &[(Path, Option<Value>)]) {
        let inner = self.inner();
        inner.verdicts.change(&inner.program, changes, &inner.context);
    }

    /// Puts a value the server told in a field.
    pub(super) fn show(&self, path: &Path, value: Option<Value>) {
        let inner = self.inner();
        let (Some(handle), Some(field)) = (self.field(path), inner.program.trame().field(path)) else {
            return;
        };
        let text = value.as_ref().map(|value| french::typed(value, &field.field_type)).unwrap_or_default();
        handle.text.set(text);
        self.judge(&[(path.clone(), value)]);
    }

    fn with_issue<T>(&self, path: &Path, read: impl FnOnce(bool) -> T) -> T {
        let inner = self.inner();
        let visited = self.field(path).is_some_and(|handle| handle.visited.get_untracked());
        let said = inner.verdicts.untracked(|evaluation| {
            let issues = inner.program.issues_of(evaluation, path);
            // What only informs is no mistake being corrected.
            let is_shown = |issue: &form::Issue| issue.rule().is_none() || visited;
            let is_mistake =
                |issue: &form::Issue| !issue.is_missing() && issue.severity != Severity::Information;
            issues.iter().any(|issue| is_mistake(issue) && is_shown(issue))
        });
        let heard = self
            .field(path)
            .is_some_and(|handle| handle.left.get_untracked() && !handle.quiet.get_untracked());
        read(said && heard)
    }
}

impl FieldHandle {
    fn open(field: &form::Field, path: &Path, snapshot: &Snapshot, me: PersonId) -> Self {
        let answer = snapshot.answers.get(path).cloned();
        let text = answer
            .as_ref()
            .and_then(|answer| answer.value.as_ref())
            .map(|value| french::typed(value, &field.field_type))
            .unwrap_or_default();
        let aside = snapshot.aside(path, Actor::Person(me));
        Self {
            left: ArcRwSignal::new(!text.is_empty()),
            text: ArcRwSignal::new(text),
            quiet: ArcRwSignal::new(false),
            in_hand: ArcRwSignal::new(false),
            visited: ArcRwSignal::new(false),
            answer: ArcRwSignal::new(answer),
            aside: ArcRwSignal::new(aside.cloned()),
            beside: ArcRwSignal::new(None),
        }
    }
}
