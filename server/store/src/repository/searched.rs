//! What words are looked for in, written with the row of the queue; and the dossiers that words find.

use domain::{
    Error, Result,
    access::{Reader, ReviewScope},
    dossier::{About, DossierId, Snapshot, State},
    queue::{MOST_FOUND, Phrase, Search, Searched, Term, What},
};
use sea_orm::{
    ActiveValue::{NotSet, Set},
    ConnectionTrait, DatabaseBackend, DbErr, EntityTrait, ExprTrait, Order, QueryFilter, QueryOrder,
    QuerySelect,
    sea_query::{Condition, Expr, JoinType, OnConflict, Query, SelectStatement},
};
use uuid::Uuid;

use super::dossiers::{concerns, state_code};
use crate::{
    Store,
    convert::{failed, json},
    entity::{dossier, searched},
};

/// SQLite's index of the words, beside `searched`.
const INDEX: &str = "searched_words";

/// What words found.
#[derive(Clone, Debug, Default)]
pub(super) struct Hits {
    /// The dossiers, in no order; nothing where no word is looked for.
    pub ids: Option<Vec<Uuid>>,
    /// Whether there are more, which came before.
    pub is_more: bool,
}

/// What the row of a dossier holds, but for its number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Row {
    scope: String,
    words: String,
    texts: String,
}

impl From<searched::Model> for Row {
    fn from(searched::Model { scope, words, texts, .. }: searched::Model) -> Self {
        Self { scope, words, texts }
    }
}

/// The row of a dossier; none for a draft.
pub(super) fn row(snapshot: &Snapshot) -> Option<Row> {
    let Searched { scope, words, texts } = Searched::of(snapshot)?;
    let opening = &snapshot.opening;
    let places = scope.iter().map(|code| mark('d', code));
    let own = [
        mark('k', opening.kind.code()),
        mark('y', &opening.year.to_string()),
        mark('a', opening.about.code()),
    ];
    let scope: Vec<String> = places.chain(own).collect();
    Some(Row { scope: scope.join(" "), words, texts: json(&texts) })
}

/// What stands in the index for something that a dossier is: no word that is typed is one.
fn mark(letter: char, code: &str) -> String {
    format!("_{letter}{}", code.to_lowercase())
}

/// Writes what words are looked for in, of some dossiers as they stand; what is the same is not written again.
pub(super) async fn search_rows<'a, C: ConnectionTrait>(
    db: &C,
    moved: impl IntoIterator<Item = (DossierId, &'a Snapshot)>,
) -> std::result::Result<(), DbErr> {
    let rows = moved.into_iter().filter_map(|(id, snapshot)| Some((id, row(snapshot)?)));
    let rows: Vec<searched::ActiveModel> = rows
        .map(|(id, Row { scope, words, texts })| searched::ActiveModel {
            number: NotSet,
            dossier_id: Set(id.0),
            scope: Set(scope),
            words: Set(words),
            texts: Set(texts),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    let columns = [searched::Column::Scope, searched::Column::Words, searched::Column::Texts];
    let mut again = OnConflict::column(searched::Column::DossierId);
    again.update_columns(columns);
    let differs = columns.into_iter().fold(Condition::any(), |any, column| {
        any.add(Expr::col((searched::Entity, column)).ne(Expr::col(("excluded", column))))
    });
    again.action_and_where(differs.into());
    searched::Entity::insert_many(rows).on_conflict(again).exec_without_returning(db).await.map(drop)
}

/// Writes the row of every dossier that was sent, the first sent first: for the migration that creates them.
pub(crate) async fn search_all<C: ConnectionTrait>(db: &C) -> std::result::Result<(), DbErr> {
    let ids: Vec<Uuid> = dossier::Entity::find()
        .select_only()
        .column(dossier::Column::Id)
        .filter(dossier::COLUMN.state.ne(state_code(State::Draft)))
        .order_by_asc(dossier::COLUMN.submitted_at)
        .into_tuple()
        .all(db)
        .await?;
    for id in ids {
        let own = dossier::Entity::find_by_id(id).select_only().column(dossier::Column::Snapshot);
        let Some(text) = own.into_tuple::<String>().one(db).await? else { continue };
        let snapshot: Snapshot =
            serde_json::from_str(&text).map_err(|error| DbErr::Custom(format!("dossier {id}: {error}")))?;
        search_rows(db, [(DossierId(id), &snapshot)]).await?;
    }
    Ok(())
}

impl Store {
    /// The dossiers of who reads that hold the words that are looked for: one statement, none where there are no words.
    ///
    /// The scope is a condition of the same statement, twice: in the index, so that it reads no more than it has to,
    /// and as everywhere else.
    pub(super) async fn hits(&self, reader: &Reader, search: &Search) -> Result<Hits> {
        let wanted: Vec<&Phrase> = search.phrases().collect();
        let unwanted = search.terms.iter().filter_map(|term| match &term.what {
            What::Words(phrase) if term.not => Some(phrase),
            _ => None,
        });
        let unwanted: Vec<&Phrase> = unwanted.collect();
        if wanted.is_empty() && unwanted.is_empty() {
            return Ok(Hits::default());
        }
        let sought = Sought { marks: marks(reader, search), wanted, unwanted };
        let mut query = Query::select();
        query.column((searched::Entity, searched::Column::DossierId)).limit(MOST_FOUND as u64 + 1);
        match self.read.get_database_backend() {
            DatabaseBackend::Sqlite => sought.in_sqlite(&mut query),
            _ => sought.in_postgres(&mut query),
        }
        if let ReviewScope::Departements(departements) = &reader.scope {
            let own = Expr::col((searched::Entity, searched::Column::DossierId));
            query.and_where(concerns(own, departements));
        }
        let rows = self.read.query_all(&query).await.map_err(failed)?;
        let ids = rows.iter().map(|row| row.try_get_by_index::<Uuid>(0).map_err(Error::unavailable));
        let mut ids: Vec<Uuid> = ids.collect::<Result<_>>()?;
        let is_more = ids.len() > MOST_FOUND;
        ids.truncate(MOST_FOUND);
        Ok(Hits { ids: Some(ids), is_more })
    }
}

/// What a dossier has to be marked with, one of each group: so that the index skips those of other scopes and kinds.
fn marks(reader: &Reader, search: &Search) -> Vec<Vec<String>> {
    let each = |letter: char, codes: &mut dyn Iterator<Item = String>| -> Vec<String> {
        codes.map(|code| mark(letter, &code)).collect()
    };
    let scope = match &reader.scope {
        ReviewScope::Departements(some) => each('d', &mut some.iter().map(|one| one.code().to_owned())),
        ReviewScope::Everywhere => Vec::new(),
    };
    let asked = search.terms.iter().filter(|term| !term.not).map(|Term { what, .. }| match what {
        What::Departement(some) => each('d', &mut some.iter().map(|one| one.code().to_owned())),
        What::Kind(some) => each('k', &mut some.iter().map(|one| one.code().to_owned())),
        What::Year(some) => each('y', &mut some.iter().map(ToString::to_string)),
        What::About(some) => each('a', &mut some.iter().map(|one| one.code().to_owned())),
        _ => Vec::new(),
    });
    let mut groups: Vec<Vec<String>> =
        std::iter::once(scope).chain(asked).filter(|group| !group.is_empty()).collect();
    if groups.is_empty() {
        // An index answers what is there: every dossier bears one of these.
        let all = [About::Demand, About::Bilan].map(|about| about.code().to_owned());
        groups.push(each('a', &mut all.into_iter()));
    }
    groups
}

/// What is asked of the index of words.
struct Sought<'a> {
    /// Marks, one of each group.
    marks: Vec<Vec<String>>,
    /// Phrases that are all there.
    wanted: Vec<&'a Phrase>,
    /// Phrases of which none is.
    unwanted: Vec<&'a Phrase>,
}

impl Sought<'_> {
    /// SQLite: the index first, whatever the planner thinks, from what came last.
    fn in_sqlite(&self, query: &mut SelectStatement) {
        let marks = self.marks.iter().map(|group| {
            let any: Vec<String> = group.iter().map(|mark| format!("\"{mark}\"")).collect();
            format!("scope : ({})", any.join(" OR "))
        });
        let phrase = |phrase: &&Phrase| {
            let star = if phrase.is_open() { " *" } else { "" };
            format!("words : (\"{}\"{star})", phrase.words().join(" "))
        };
        let all: Vec<String> = marks.chain(self.wanted.iter().map(phrase)).collect();
        let none: Vec<String> = self.unwanted.iter().map(phrase).collect();
        let all = all.join(" AND ");
        let asked = if none.is_empty() { all } else { format!("({all}) NOT ({})", none.join(" OR ")) };
        query
            .from(INDEX)
            .join(JoinType::CrossJoin, searched::Entity, Condition::all())
            .and_where(Expr::col((searched::Entity, searched::Column::Number)).equals((INDEX, "rowid")))
            .and_where(Expr::cust_with_values("\"searched_words\" MATCH ?", [asked]))
            .order_by((INDEX, "rowid"), Order::Desc);
    }

    /// PostgreSQL: words go through the same configuration as those of the texts, marks are taken as they are.
    fn in_postgres(&self, query: &mut SelectStatement) {
        let phrase = |phrase: &&Phrase| {
            let star = if phrase.is_open() { ":*" } else { "" };
            format!("({}{star})", phrase.words().join(" <-> "))
        };
        let marks = self.marks.iter().map(|group| {
            let any: Vec<String> = group.iter().map(|mark| format!("'{mark}'")).collect();
            ("$::tsquery", format!("({})", any.join(" | ")))
        });
        let wanted = self.wanted.iter().map(|wanted| ("to_tsquery('simple', $)", phrase(wanted)));
        let unwanted = self.unwanted.iter().map(|unwanted| ("!!to_tsquery('simple', $)", phrase(unwanted)));
        let (terms, values): (Vec<String>, Vec<String>) = marks
            .chain(wanted)
            .chain(unwanted)
            .zip(1..)
            .map(|((sql, value), place)| (sql.replace('$', &format!("${place}")), value))
            .unzip();
        let found = Expr::cust_with_values(format!("\"vector\" @@ ({})", terms.join(" && ")), values);
        let number = (searched::Entity, searched::Column::Number);
        query.from(searched::Entity).and_where(found).order_by(number, Order::Desc);
    }
}
