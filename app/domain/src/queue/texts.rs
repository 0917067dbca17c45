//! The texts that a structure sent, and where in them what is looked for was found.

use form::{Path, Value};
use serde::{Deserialize, Serialize};

use super::{
    Phrase,
    words::{Token, tokens, words_of},
};
use crate::dossier::{Snapshot, TrameRef};

/// Words of one dossier that can be found, in bytes: what is beyond is sent, and not looked for.
const MOST: usize = 200_000;

/// Characters that an excerpt shows before and after what was found, about.
const AROUND: usize = 60;

/// What words are looked for in, of a dossier that was sent: derived from its log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Searched {
    /// Codes of the départements concerned: those alone find it.
    pub scope: Vec<String>,
    /// Its words, a space between them: who asks, then every text of the last version sent.
    pub words: String,
    /// The texts, to be quoted.
    pub texts: Texts,
}

/// The texts of the last version sent.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Texts {
    /// The form that asked for them.
    pub trame: TrameRef,
    /// Each with its question.
    pub said: Vec<(Path, String)>,
}

/// Some words of a text around what was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Excerpt {
    /// The question that the text answers.
    pub path: Path,
    /// What is quoted, and whether it is what was found.
    pub pieces: Vec<(String, bool)>,
}

impl Searched {
    /// What words are looked for in; nothing of a draft, nor of what was changed since it was sent.
    #[must_use]
    pub fn of(snapshot: &Snapshot) -> Option<Self> {
        let sent = snapshot.submission()?;
        let opening = &snapshot.opening;
        let said: Vec<(Path, String)> =
            sent.counted.iter().filter_map(|(path, value)| Some((path.clone(), text_of(value)?))).collect();
        let places = opening.places();
        let own = [opening.structure_name.as_str(), sent.reference.as_str(), opening.kind.code(), &places];
        let texts = own.into_iter().chain(said.iter().map(|(_, text)| text.as_str()));
        let mut words = String::new();
        for word in texts.flat_map(words_of) {
            if words.len() + word.len() >= MOST {
                break;
            }
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(&word);
        }
        let scope = opening.territories.iter().map(|departement| departement.code().to_owned()).collect();
        Some(Self { scope, words, texts: Texts { trame: snapshot.sent_trame().clone(), said } })
    }
}

/// The words of an answer; none for numbers, days, keys and documents.
fn text_of(value: &Value) -> Option<String> {
    let text = match value {
        Value::Text(text) => text.clone(),
        Value::Coded(coded) => coded.label.clone(),
        Value::CodedList(list) => {
            list.iter().map(|coded| coded.label.as_str()).collect::<Vec<_>>().join(", ")
        }
        _ => return None,
    };
    Some(text).filter(|text| !text.trim().is_empty())
}

impl Texts {
    /// Where phrases were found that what is shown does not hold: in the text that holds the most of them.
    #[must_use]
    pub fn excerpt(&self, phrases: &[&Phrase], shown: &str) -> Option<Excerpt> {
        let shown = tokens(shown);
        let wanted: Vec<&Phrase> =
            phrases.iter().copied().filter(|phrase| phrase.places(&shown).is_empty()).collect();
        if wanted.is_empty() {
            return None;
        }
        let mut best: Option<(usize, Excerpt)> = None;
        for (path, text) in &self.said {
            let tokens = tokens(text);
            let places: Vec<_> = wanted.iter().map(|phrase| phrase.places(&tokens)).collect();
            let count = places.iter().filter(|places| !places.is_empty()).count();
            if count > best.as_ref().map_or(0, |(count, _)| *count) {
                let places = places.into_iter().flatten().collect();
                best = Some((count, Excerpt { path: path.clone(), pieces: quoted(text, &tokens, places) }));
            }
        }
        best.map(|(_, excerpt)| excerpt)
    }
}

/// A text around the first of what was found in it; there is one at least.
fn quoted(text: &str, tokens: &[Token], mut found: Vec<std::ops::Range<usize>>) -> Vec<(String, bool)> {
    found.sort_by_key(|place| (place.start, place.end));
    let Some(first) = found.first().cloned() else { return Vec::new() };
    let near = |from: usize, to: usize| text[from..to].chars().count() <= AROUND;
    let before = tokens.iter().map(|token| token.place.start);
    let begin = before.filter(|start| *start <= first.start && near(*start, first.start)).min();
    let begin = begin.filter(|start| tokens.first().is_some_and(|token| token.place.start < *start));
    let after = tokens.iter().map(|token| token.place.end);
    let end = after.filter(|end| *end >= first.end && near(first.end, *end)).max();
    let end = end.filter(|end| tokens.last().is_some_and(|token| token.place.end > *end));
    let mut pieces: Vec<(String, bool)> = Vec::new();
    let mut add = |piece: String, is_found: bool| {
        if !piece.is_empty() {
            pieces.push((piece, is_found));
        }
    };
    let (start, stop) = (begin.unwrap_or(0), end.unwrap_or(text.len()));
    let mut read = start;
    for place in found.into_iter().filter(|place| place.end <= stop) {
        // What overlaps is marked once.
        let from = place.start.max(read);
        if place.end <= from {
            continue;
        }
        let lead = if read == start && begin.is_some() { "…\u{a0}" } else { "" };
        add(format!("{lead}{}", one_line(&text[read..from])), false);
        add(one_line(&text[from..place.end]), true);
        read = place.end;
    }
    let rest = one_line(&text[read..stop]);
    add(if end.is_some() { format!("{rest}\u{a0}…") } else { rest }, false);
    pieces
}

/// A text whose blanks are single spaces.
fn one_line(text: &str) -> String {
    let mut line = String::new();
    for sign in text.chars() {
        match sign {
            blank if blank.is_whitespace() && blank != '\u{a0}' && blank != '\u{202f}' => {
                if !line.ends_with(' ') {
                    line.push(' ');
                }
            }
            other => line.push(other),
        }
    }
    line
}

#[cfg(test)]
mod tests;
