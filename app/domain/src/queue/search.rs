//! What is looked for in the queue: words, and keys that the address of the page can say again.
//!
//! `etat:transmis type:ACI departement:29 depuis:2026-09-01 etp>10 ecart:oui "chantier du port"`; a key after a dash
//! is what is not wanted, several values are parted by commas.

use form::{Date, Decimal};

use super::{Phrase, plain};
use crate::{
    Departement, Kind,
    dossier::{About, Awaits, State},
};

/// What is looked for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Search {
    /// As it was typed.
    pub text: String,
    /// What each dossier has to be.
    pub terms: Vec<Term>,
    /// What was not understood, in words: it asks for nothing.
    pub misread: Vec<String>,
}

/// Something that each dossier has to be, or not.
#[derive(Clone, Debug, PartialEq)]
pub struct Term {
    /// Whether it is what is not wanted.
    pub not: bool,
    /// What.
    pub what: What,
}

/// What a dossier is.
#[derive(Clone, Debug, PartialEq)]
pub enum What {
    /// It holds these words somewhere: in the name or the number of who asks, or in a text that was sent.
    Words(Phrase),
    /// It stands in one of these states.
    State(Vec<State>),
    /// It awaits one of these.
    Awaits(Vec<Awaits>),
    /// It is for one of these kinds.
    Kind(Vec<Kind>),
    /// It is about one of these.
    About(Vec<About>),
    /// It concerns one of these départements.
    Departement(Vec<Departement>),
    /// It is of one of these years.
    Year(Vec<i16>),
    /// Its last version was sent that day or later.
    Since(Date),
    /// Its last version was sent before that day.
    Before(Date),
    /// A quantity of it compares so with a number.
    Number(Quantity, Compare, Decimal),
    /// So many days are left to instruct it, less than none once they are over.
    Left(Compare, i32),
    /// It asks for another quantity than last year.
    Differs,
    /// The version sent leaves findings to read.
    Found,
    /// One of these takes care of it.
    Agent(Vec<Whose>),
    /// It bears one of these labels, without capitals nor accents.
    Label(Vec<String>),
    /// Who asks follows it.
    Followed,
}

/// Who takes care of a dossier.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// Who asks.
    Mine,
    /// Nobody.
    Nobody,
    /// Agents whose name holds these letters, without capitals nor accents.
    Named(String),
}

/// A quantity that numbers are compared with.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quantity {
    /// Posts asked.
    Posts,
    /// Amount asked, euros.
    Amount,
    /// Difference with last year, percent.
    Gap,
    /// Findings.
    Findings,
}

/// How a quantity compares.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Compare {
    /// Less.
    Below,
    /// Less, or as much.
    AtMost,
    /// As much.
    Equal,
    /// As much, or more.
    AtLeast,
    /// More.
    Above,
}

/// The keys, each with what it is followed by and what it finds: for who types and for who asks what can be typed.
pub const KEYS: [(&str, &str, &str); 16] = [
    (
        "etat",
        "etat:transmis",
        "transmis, corriger, complet, propose, accepte, refuse ou retire\u{202f}; ou comme le dit la ligne\u{a0}: nouveau, corrigé, \"avis à demander\", \"à décider\"",
    ),
    (
        "attend",
        "attend:decider",
        "lire, verifier, consulter (avis à demander), decider, avis (demandé), valider, structure ou personne",
    ),
    ("agent", "agent:moi, agent:aucun", "moi, aucun, ou le nom d’un agent entre guillemets"),
    ("etiquette", "etiquette:\"à revoir\"", "une étiquette du service"),
    ("suivi", "suivi:oui", "oui\u{a0}: les dossiers que vous suivez"),
    ("type", "type:ACI", "ACI, AI, EI, ETTI ou EITI"),
    ("objet", "objet:bilan", "demande ou bilan"),
    ("departement", "departement:29", "le code d’un département"),
    ("annee", "annee:2027", "l’année de l’annexe, ou celle du bilan"),
    ("depuis", "depuis:2026-09-01", "transmis ce jour-là ou après"),
    ("avant", "avant:2026-12-01", "transmis avant ce jour"),
    (
        "delai",
        "delai<15",
        "jours qui restent pour l’instruire\u{202f}; moins de zéro quand le délai est dépassé",
    ),
    ("etp", "etp>10", "postes demandés"),
    ("aide", "aide>=100000", "aide demandée, en euros, avec ou sans espaces"),
    ("ecart", "ecart:oui, ecart>20", "postes qui diffèrent de l’an dernier, en pourcentage"),
    ("constat", "constat:oui, constat>2", "constats qui restent à lire"),
];

/// Longest search, in characters: each word is a condition of the database.
pub const LONGEST: usize = 300;

/// Digits of a SIREN, and of a SIRET: they may be typed in groups.
const NUMBERS: [usize; 2] = [9, 14];

/// Digits of a group of an amount that is typed `400 000`.
const THOUSAND: usize = 3;

/// One line a state: it, its word.
const STATES: [(State, &str); 7] = [
    (State::Submitted, "transmis"),
    (State::ToCorrect, "corriger"),
    (State::Complete, "complet"),
    (State::Proposed, "propose"),
    (State::Granted, "accepte"),
    (State::Refused, "refuse"),
    (State::Withdrawn, "retire"),
];

const COMPARISONS: [(&str, Compare); 5] = [
    (">=", Compare::AtLeast),
    ("<=", Compare::AtMost),
    (">", Compare::Above),
    ("<", Compare::Below),
    (":", Compare::Equal),
];

/// The values that are known of some keys, each with its key and what it finds: for who completes what is typed.
pub fn values() -> impl Iterator<Item = (&'static str, &'static str, &'static str)> {
    let states = STATES.iter().map(|(state, word)| ("etat", *word, state.to_service()));
    let awaits = Awaits::all().map(|awaits| ("attend", awaits.code(), meaning(awaits)));
    let kinds = Kind::ALL.iter().map(|kind| ("type", kind.code(), "type de structure"));
    let about = [("objet", "demande", "demande de convention"), ("objet", "bilan", "bilan de l’année")];
    states.chain(awaits).chain(kinds).chain(about)
}

/// What a dossier awaits, as rows say it.
fn meaning(awaits: Awaits) -> &'static str {
    match awaits {
        Awaits::Reading => "nouveau, à lire",
        Awaits::Checking => "corrigé, à vérifier",
        Awaits::Consulting => "avis de la commission à demander",
        Awaits::Deciding => "à reconnaître complet ou à décider",
        Awaits::Structure => "la structure corrige",
        Awaits::Opinion => "un avis est demandé",
        Awaits::Validating => "proposé à la DREETS",
        Awaits::Nobody => "décidé ou retiré",
    }
}

/// What rows say that a dossier awaits, typed as a state: `etat:nouveau`, `etat:corrigé`, `etat:à-décider`.
fn awaited_as_state(value: &str) -> Option<Vec<Awaits>> {
    each(value, |word| match plain(word).replace(['-', ' '], "").as_str() {
        "nouveau" | "alire" => Some(Awaits::Reading),
        "corrige" | "averifier" => Some(Awaits::Checking),
        "avisademander" => Some(Awaits::Consulting),
        "adecider" => Some(Awaits::Deciding),
        _ => None,
    })
}

impl Search {
    /// Reads what was typed; what is not understood is said, and asks for nothing.
    #[must_use]
    pub fn read(text: &str) -> Self {
        let text: String = text.chars().filter(|sign| !sign.is_control()).take(LONGEST).collect();
        let mut search = Self { text: text.trim().to_owned(), ..Self::default() };
        for piece in pieces(&text) {
            match term(&piece) {
                Ok(term) => search.terms.push(term),
                Err(said) => search.misread.push(said),
            }
        }
        search
    }

    /// Whether it asks for the reader's own dossiers, and for nothing else.
    #[must_use]
    pub fn is_own(&self) -> bool {
        self.misread.is_empty()
            && matches!(&self.terms[..], [Term { not: false, what: What::Agent(of) }] if *of == [Whose::Mine])
    }

    /// The words that are looked for.
    pub fn phrases(&self) -> impl Iterator<Item = &Phrase> {
        self.terms.iter().filter_map(|term| match &term.what {
            What::Words(phrase) if !term.not => Some(phrase),
            _ => None,
        })
    }
}

/// The pieces of a text: words, and what stands between quotes as one, with what precedes it.
fn pieces(text: &str) -> Vec<String> {
    let (mut pieces, mut piece, mut quoted) = (Vec::new(), String::new(), false);
    for sign in text.chars() {
        match sign {
            '"' | '«' | '»' | '“' | '”' => {
                quoted = !quoted;
                piece.push('"');
            }
            blank if blank.is_whitespace() && !quoted => pieces.push(std::mem::take(&mut piece)),
            other => piece.push(other),
        }
    }
    pieces.push(piece);
    pieces.retain(|piece| !piece.replace('"', "").trim().is_empty());
    joined(&closed_up(&pieces))
}

/// The same, a key closed up with its sign and its value: `etp > 10`.
fn closed_up(pieces: &[String]) -> Vec<String> {
    const SIGNS: [char; 4] = [':', '<', '>', '='];
    let is_key = |piece: &str| {
        let key = plain(piece.trim_start_matches('-').trim_end_matches(SIGNS));
        KEYS.iter().any(|(known, ..)| *known == key)
    };
    let mut whole: Vec<String> = Vec::new();
    for piece in pieces {
        let goes_on =
            |last: &&mut String| is_key(last) && (last.ends_with(SIGNS) || piece.starts_with(SIGNS));
        match whole.last_mut().filter(goes_on) {
            Some(last) => last.push_str(piece),
            None => whole.push(piece.clone()),
        }
    }
    whole
}

/// The same, numbers that were typed in groups made whole.
fn joined(pieces: &[String]) -> Vec<String> {
    let is_number = |piece: &String| piece.bytes().all(|sign| sign.is_ascii_digit());
    let goes_on = |one: &String, other: &String| {
        is_number(other) && (is_number(one) || (other.len() == THOUSAND && is_amount(one.as_str())))
    };
    let groups = pieces.chunk_by(goes_on);
    let whole = |group: &[String]| {
        let number = group.concat();
        let is_one = NUMBERS.contains(&number.len()) || group.first().is_some_and(|piece| is_amount(piece));
        if is_one { vec![number] } else { group.to_vec() }
    };
    groups.flat_map(whole).collect()
}

/// Whether an amount is begun: `aide>=400`, that `000` may follow.
fn is_amount(piece: &str) -> bool {
    let after = piece.trim_start_matches('-').strip_prefix("aide");
    let digits = after.map(|rest| rest.trim_start_matches([':', '<', '>', '=']));
    digits.is_some_and(|digits| {
        (1..=THOUSAND).contains(&digits.len()) && digits.bytes().all(|sign| sign.is_ascii_digit())
    })
}

fn term(piece: &str) -> Result<Term, String> {
    let (not, said) = match piece.strip_prefix('-') {
        Some(rest) if !rest.is_empty() => (true, rest),
        _ => (false, piece),
    };
    // What begins with a quote is words, whatever they hold.
    let place = said.find([':', '<', '>']).filter(|place| *place > 0 && !said.starts_with('"'));
    let Some(place) = place else {
        let words = Phrase::of(said);
        return words.map(|words| Term { not, what: What::Words(words) }).ok_or_else(|| {
            format!("«\u{a0}{piece}\u{a0}» ne se cherche pas\u{a0}: il faut des lettres ou des chiffres.")
        });
    };
    let (key, rest) = said.split_at(place);
    let (sign, compare) =
        COMPARISONS.into_iter().find(|(sign, _)| rest.starts_with(sign)).expect("one of its signs");
    let value = rest[sign.len()..].replace('"', "");
    let what =
        keyed(&plain(key), compare, value.trim()).map_err(|expected| misread(piece, key, &expected))?;
    Ok(Term { not, what })
}

/// What is said of a piece that is not understood.
fn misread(piece: &str, key: &str, expected: &str) -> String {
    if expected.is_empty() {
        let known: Vec<&str> = KEYS.iter().map(|(key, ..)| *key).collect();
        format!(
            "«\u{a0}{piece}\u{a0}»\u{a0}: «\u{a0}{key}\u{a0}» n’est pas un critère. Critères\u{a0}: {}.",
            known.join(", ")
        )
    } else {
        let example = KEYS.iter().find(|(known, ..)| *known == plain(key));
        let example = example.map_or("", |(_, examples, _)| examples);
        format!(
            "«\u{a0}{piece}\u{a0}» n’est pas compris. Après «\u{a0}{key}\u{a0}»\u{a0}: {expected}. Par exemple\u{a0}: {example}."
        )
    }
}

/// What a key asks for; what is expected after it when it is not understood, nothing when it is no key.
fn keyed(key: &str, compare: Compare, value: &str) -> Result<What, String> {
    let (_, _, expected) = KEYS.iter().find(|(known, ..)| *known == key).ok_or_else(String::new)?;
    let quantity = match key {
        "etp" => Some(Quantity::Posts),
        "aide" => Some(Quantity::Amount),
        "ecart" => Some(Quantity::Gap),
        "constat" => Some(Quantity::Findings),
        _ => None,
    };
    let found = match (key, quantity) {
        ("ecart", _) if compare == Compare::Equal && plain(value) == "oui" => Some(What::Differs),
        ("constat", _) if compare == Compare::Equal && plain(value) == "oui" => Some(What::Found),
        ("suivi", _) if compare == Compare::Equal && plain(value) == "oui" => Some(What::Followed),
        ("delai", _) => number(value).and_then(days).map(|days| What::Left(compare, days)),
        (_, Some(quantity)) => number(value).map(|number| What::Number(quantity, compare, number)),
        _ if compare != Compare::Equal => None,
        ("etat", _) => each(value, |word| {
            STATES.iter().find(|(_, known)| plain(word).starts_with(known)).map(|(state, _)| *state)
        })
        .map(What::State)
        .or_else(|| awaited_as_state(value).map(What::Awaits)),
        ("attend", _) => each(value, |word| Awaits::of_code(&plain(word))).map(What::Awaits),
        ("type", _) => each(value, |word| word.to_uppercase().parse().ok()).map(What::Kind),
        ("objet", _) => each(value, |word| match plain(word).as_str() {
            "demande" => Some(About::Demand),
            "bilan" => Some(About::Bilan),
            _ => None,
        })
        .map(What::About),
        ("departement", _) => {
            each(value, |word| Departement::parse(&word.to_uppercase()).ok()).map(What::Departement)
        }
        ("agent", _) => each(value, |word| match plain(word).as_str() {
            "" => None,
            "moi" => Some(Whose::Mine),
            "aucun" => Some(Whose::Nobody),
            name => Some(Whose::Named(name.to_owned())),
        })
        .map(What::Agent),
        ("etiquette", _) => {
            each(value, |word| Some(plain(word)).filter(|word| !word.is_empty())).map(What::Label)
        }
        ("annee", _) => each(value, |word| word.parse().ok()).map(What::Year),
        ("depuis", _) => day(value).map(What::Since),
        ("avant", _) => day(value).map(What::Before),
        _ => None,
    };
    found.ok_or_else(|| (*expected).to_owned())
}

/// Each of some values parted by commas; none when one is not understood.
fn each<T>(value: &str, read: impl Fn(&str) -> Option<T>) -> Option<Vec<T>> {
    value.split(',').map(|word| read(word.trim())).collect()
}

fn number(text: &str) -> Option<Decimal> {
    let plain: String = text.chars().filter(|sign| !sign.is_whitespace()).collect();
    plain.trim_end_matches(['€', '%']).replace(',', ".").parse().ok()
}

/// A whole number of days, of ten years at most.
fn days(number: Decimal) -> Option<i32> {
    const MOST: i32 = 3_660;
    let days = i32::try_from(number).ok().filter(|_| number.fract().is_zero())?;
    Some(days.clamp(-MOST, MOST))
}

/// `2026-09-01`, or `01/09/2026`.
fn day(text: &str) -> Option<Date> {
    text.parse().ok().or_else(|| {
        let mut parts = text.split('/').map(str::parse::<i16>);
        let (day, month, year) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
        Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
    })
}

#[cfg(test)]
mod tests;
