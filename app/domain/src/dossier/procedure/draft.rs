//! A decision as it is being written: texts, read as the form's own are, with what is wrong beside each.

use form::{Date, Decimal, FieldType, Value, french, read::read};

use super::terms::{Grant, LONGEST_CONVENTION, Notes, Period, Posts, Terms};

/// Most posts that an annexe grants: more is a slip of the hand.
const MOST_POSTS: Decimal = Decimal::from_parts(5_000, 0, 0, false, 0);

/// What stands in the fields of a decision, by their names.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft(Vec<(String, String)>);

/// What is wrong in a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// Name of the field.
    pub field: String,
    /// What is wrong and what to do.
    pub text: String,
}

/// A draft, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Drafted {
    /// It says terms that hold.
    Terms(Terms),
    /// It does not.
    Wrong(Vec<Wrong>),
}

impl Draft {
    /// The draft that a form sent.
    #[must_use]
    pub fn sent(pairs: &[(String, String)]) -> Self {
        Self(pairs.to_vec())
    }

    /// The draft of what is asked, or proposed.
    #[must_use]
    pub fn of(terms: &Terms) -> Self {
        let mut pairs = Vec::new();
        let mut set = |name: &str, text: String| pairs.push((name.to_owned(), text));
        let day = |day: Date| french::typed(&Value::Date(day), &FieldType::Date);
        let euros = |number: Decimal| french::typed(&Value::Number(number), &FieldType::Euros);
        set("debut", day(terms.period.start));
        set("fin", day(terms.period.end));
        for (place, grant) in terms.annexes.iter().enumerate() {
            let many = match grant.posts {
                Posts::Etp { etp, .. } => french::typed(&Value::Number(etp), &FieldType::Etp),
                Posts::People { people, .. } => people.to_string(),
            };
            set(&format!("postes.{place}"), many);
            set(&format!("prix.{place}"), euros(grant.posts.price()));
            set(
                &format!("modulation.{place}"),
                french::number(grant.modulation, grant.modulation.scale().min(2)),
            );
            set(
                &format!("numero.{place}"),
                grant.number.as_ref().map(ToString::to_string).unwrap_or_default(),
            );
        }
        set("publics", terms.notes.people.clone());
        set("actions", terms.notes.actions.clone());
        set("resultats", terms.notes.results.clone());
        set("cofinancement", terms.cofinancing.map(euros).unwrap_or_default());
        if let Some(convention) = terms.convention {
            set("convention_debut", day(convention.start));
            set("convention_fin", day(convention.end));
        }
        set("convention", terms.number.as_ref().map(ToString::to_string).unwrap_or_default());
        Self(pairs)
    }

    /// What stands in a field.
    #[must_use]
    pub fn value(&self, name: &str) -> &str {
        self.0.iter().find(|(known, _)| known == name).map_or("", |(_, text)| text)
    }

    /// The terms it says, of the annexes of those that were asked.
    #[must_use]
    pub fn read(&self, asked: &Terms) -> Drafted {
        let mut reading = Reading { draft: self, wrong: Vec::new() };
        let period = reading.period("debut", "fin");
        if period.is_some_and(|period| period.months() > 12) {
            reading.wrong(
                "fin",
                "Une annexe dure un an au plus\u{a0}: douze mois, le premier et le dernier compris.",
            );
        }
        let year = asked.period.start.year();
        if period.is_some_and(|period| period.start.year() != year) {
            reading.wrong(
                "debut",
                format!("La demande est celle de {year}\u{a0}: l’annexe commence cette année-là."),
            );
        }
        let annexes: Vec<Option<Grant>> =
            asked.annexes.iter().enumerate().map(|(place, grant)| reading.grant(place, grant)).collect();
        let convention = asked.convention.and_then(|_| reading.period("convention_debut", "convention_fin"));
        if convention.is_some_and(|convention| convention.exceeds(LONGEST_CONVENTION)) {
            reading.wrong("convention_fin", "Une convention dure trois ans au plus.");
        }
        let cofinancing = reading.amount("cofinancement");
        let number = reading.numbered("convention");
        let note = |name: &str| self.value(name).trim().to_owned();
        let notes = Notes { people: note("publics"), actions: note("actions"), results: note("resultats") };
        let annexes: Option<Vec<Grant>> = annexes.into_iter().collect();
        let annexes = annexes.unwrap_or_default();
        if reading.wrong.is_empty() {
            reading.whole(&annexes);
        }
        match (period, reading.wrong.is_empty()) {
            (Some(period), true) => {
                Drafted::Terms(Terms { period, annexes, notes, cofinancing, convention, number })
            }
            _ => Drafted::Wrong(reading.wrong),
        }
    }
}

/// Reads the fields of a draft, and keeps what is wrong.
struct Reading<'a> {
    draft: &'a Draft,
    wrong: Vec<Wrong>,
}

impl Reading<'_> {
    fn wrong(&mut self, field: &str, text: impl Into<String>) {
        self.wrong.push(Wrong { field: field.to_owned(), text: text.into() });
    }

    fn value(&mut self, field: &str, field_type: &FieldType) -> Option<Value> {
        match read(self.draft.value(field), field_type) {
            Ok(value) => value,
            Err(misread) => {
                self.wrong(field, french::misread(misread));
                None
            }
        }
    }

    fn number(&mut self, field: &str, field_type: &FieldType) -> Option<Decimal> {
        let before = self.wrong.len();
        let found = self.value(field, field_type).and_then(|value| value.number());
        if found.is_none() && self.wrong.len() == before {
            self.wrong(field, "Indiquez un nombre.");
        }
        found
    }

    fn day(&mut self, field: &str) -> Option<Date> {
        let before = self.wrong.len();
        if let Some(Value::Date(day)) = self.value(field, &FieldType::Date) {
            return Some(day);
        }
        if self.wrong.len() == before {
            self.wrong(field, "Indiquez une date, par exemple 01/01/2027.");
        }
        None
    }

    fn period(&mut self, start: &str, end: &str) -> Option<Period> {
        let (from, until) = (self.day(start), self.day(end));
        let period = Period { start: from?, end: until? };
        if period.end < period.start {
            self.wrong(end, "La fin est avant le début\u{a0}: corrigez l’une des deux dates.");
        }
        Some(period)
    }

    fn amount(&mut self, field: &str) -> Option<Decimal> {
        if self.draft.value(field).trim().is_empty() {
            return None;
        }
        let amount = self.number(field, &FieldType::Euros)?;
        if amount.is_sign_negative() && !amount.is_zero() {
            self.wrong(field, "Un montant n’est pas négatif.");
        }
        Some(amount)
    }

    fn numbered<T: std::str::FromStr>(&mut self, field: &str) -> Option<T>
    where
        T::Err: std::fmt::Display,
    {
        numbered(self.draft.value(field), field, &mut self.wrong)
    }

    fn grant(&mut self, place: usize, asked: &Grant) -> Option<Grant> {
        let (many, price, share) =
            (format!("postes.{place}"), format!("prix.{place}"), format!("modulation.{place}"));
        let number = self.numbered(&format!("numero.{place}"));
        let posts = match asked.posts {
            Posts::Etp { .. } => {
                let etp = self.number(&many, &FieldType::Etp);
                let unit = self.number(&price, &FieldType::Euros);
                etp.zip(unit).map(|(etp, unit)| Posts::Etp { etp, unit })
            }
            Posts::People { .. } => {
                let people = self.number(&many, &FieldType::Integer);
                let monthly = self.number(&price, &FieldType::Euros);
                let people = people.map(|people| u32::try_from(people).unwrap_or(u32::MAX));
                people.zip(monthly).map(|(people, monthly)| Posts::People { people, monthly })
            }
        };
        let blank = self.draft.value(&share).trim().is_empty();
        let modulation = if blank { Some(Decimal::ZERO) } else { self.number(&share, &FieldType::Percent) };
        let grant = Grant {
            departement: asked.departement.clone(),
            prison: asked.prison,
            posts: posts?,
            modulation: modulation?,
            number,
        };
        if grant.posts.many() < Decimal::ZERO || grant.posts.many() > MOST_POSTS {
            self.wrong(&many, "Indiquez de 0 à 5\u{202f}000 postes.");
        }
        if grant.posts.price() <= Decimal::ZERO {
            self.wrong(&price, "Le montant d’un poste est plus grand que zéro.");
        }
        let most = grant.most_modulated();
        if grant.modulation < Decimal::ZERO || grant.modulation > most {
            let place = if grant.prison { " en établissement pénitentiaire" } else { "" };
            self.wrong(&share, format!("La part modulée va de 0 à {most}\u{a0}%{place}."));
        }
        Some(grant)
    }

    /// What the fields say together.
    fn whole(&mut self, annexes: &[Grant]) {
        if annexes.iter().all(|grant| grant.posts.many().is_zero()) {
            self.wrong(
                "postes.0",
                "Aucun poste n’est accordé\u{a0}: refusez la demande, ou accordez des postes.",
            );
        }
    }
}

/// A number of ASP that a field says; none where it is blank, and what is wrong where it is none.
pub(super) fn numbered<T: std::str::FromStr>(text: &str, field: &str, wrong: &mut Vec<Wrong>) -> Option<T>
where
    T::Err: std::fmt::Display,
{
    let text = text.trim();
    if text.is_empty() {
        return None;
    }
    let told = |error: T::Err| {
        let text = format!("{error}\u{a0}; laissez vide tant que l’ASP ne l’a pas donné.");
        wrong.push(Wrong { field: field.to_owned(), text });
    };
    text.parse().map_err(told).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Departement;

    fn asked() -> Terms {
        let grant = |code: &str, prison| Grant {
            departement: Departement::parse(code).expect("a département"),
            prison,
            posts: Posts::Etp { etp: "11.40".parse().expect("etp"), unit: "23921".parse().expect("euros") },
            modulation: Decimal::ZERO,
            number: None,
        };
        let day = Date::constant;
        Terms {
            period: Period { start: day(2027, 1, 1), end: day(2027, 12, 31) },
            annexes: vec![grant("29", false), grant("29", true)],
            notes: Notes::default(),
            cofinancing: Some("48000.5".parse().expect("euros")),
            convention: Some(Period { start: day(2027, 1, 1), end: day(2029, 12, 31) }),
            number: Some("029 010124 ACI 00012".parse().expect("a number")),
        }
    }

    fn with(changes: &[(&str, &str)]) -> Drafted {
        let mut draft = Draft::of(&asked());
        for (name, text) in changes {
            let found = draft.0.iter_mut().find(|(known, _)| known == name).expect("a field");
            (*text).clone_into(&mut found.1);
        }
        draft.read(&asked())
    }

    #[test]
    fn what_is_asked_is_read_again_as_it_was() {
        assert_eq!(with(&[]), Drafted::Terms(asked()));
    }

    #[test]
    fn what_is_typed_as_people_type_is_read() {
        let Drafted::Terms(terms) = with(&[
            ("postes.0", " 10,5 "),
            ("prix.0", "23 921,00 €"),
            ("modulation.0", "4,5 %"),
            ("publics", "Public très éloigné de l’emploi"),
            ("fin", "31/8/2027"),
            ("cofinancement", ""),
            ("convention", ""),
            ("numero.0", "ACI029270012A0M0"),
        ]) else {
            panic!("it is read")
        };
        assert_eq!(terms.annexes[0].modulation, "4.5".parse().expect("a share"));
        assert_eq!((terms.months(), terms.cofinancing, terms.number.clone()), (8, None, None));
        assert_eq!(
            terms.annexes[0].number.as_ref().map(ToString::to_string).as_deref(),
            Some("ACI029270012A0M0")
        );
    }

    #[test]
    fn each_wrong_field_says_what_to_do() {
        let fields = |drafted: Drafted| match drafted {
            Drafted::Terms(_) => Vec::new(),
            Drafted::Wrong(wrong) => wrong.into_iter().map(|wrong| wrong.field).collect::<Vec<_>>(),
        };
        for (changes, wrong) in [
            (&[("postes.0", "onze")][..], &["postes.0"][..]),
            (&[("postes.0", "")], &["postes.0"]),
            (&[("postes.0", "5001")], &["postes.0"]),
            (&[("postes.0", "0"), ("postes.1", "0")], &["postes.0"]),
            (&[("prix.1", "0")], &["prix.1"]),
            (&[("modulation.0", "10"), ("publics", "Oui")], &[]),
            (&[("modulation.0", "10,01"), ("publics", "Oui")], &["modulation.0"]),
            (&[("modulation.1", "5"), ("actions", "Oui")], &[]),
            (&[("modulation.1", "6"), ("actions", "Oui")], &["modulation.1"]),
            (&[("fin", "31/12/2026")], &["fin"]),
            (&[("fin", "31/01/2028")], &["fin"]),
            (&[("debut", "")], &["debut"]),
            (&[("debut", "01/01/2020"), ("fin", "31/12/2020")], &["debut"]),
            (&[("debut", "01/12/2026")], &["fin", "debut"]),
            (&[("convention_fin", "01/01/2030")], &["convention_fin"]),
            (&[("convention", "12")], &["convention"]),
            (&[("cofinancement", "-1")], &["cofinancement"]),
        ] {
            assert_eq!(fields(with(changes)), wrong, "{changes:?}");
        }
    }
}
