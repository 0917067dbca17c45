//! The names an expression of a trame may use, with their types.

use crate::{
    Path, Trame,
    expr::{Kind, Name, check::Names},
    path::InTable,
    trame::{FactKind, Table},
};

/// The names of a trame and of the rows of one of its tables, for the type checker.
pub(crate) fn names_in<'a>(trame: &'a Trame, table: &'a Table) -> impl Names + 'a {
    TrameNames(trame, Some(table))
}

/// The names of a trame, for the type checker.
pub(crate) fn names(trame: &Trame) -> impl Names + '_ {
    TrameNames(trame, None)
}

/// The names of a trame, and those of a row of one of its tables.
struct TrameNames<'a>(&'a Trame, Option<&'a Table>);

impl TrameNames<'_> {
    fn answer(&self, path: &Path) -> Result<Kind, String> {
        let unknown = || format!("champ inconnu « {path} »");
        let field = self.0.field(path).ok_or_else(unknown)?;
        let kind = field.field_type.kind();
        match path.in_table() {
            None if field.path == *path && field.path.parent().is_some_and(|table| self.is_table(&table)) => {
                Ok(kind.list())
            }
            None => Ok(kind),
            // Only a row that is always there can be named.
            Some(InTable { row, column: Some(_), .. }) => {
                let table = self.0.field(&path.field()).and_then(|table| table.field_type.table());
                let known = table.is_some_and(|table| table.lines.iter().any(|line| line.key == row));
                if known { Ok(kind) } else { Err(format!("ligne inconnue « {row} »")) }
            }
            Some(_) => Err(unknown()),
        }
    }

    fn is_table(&self, path: &Path) -> bool {
        self.0.fields().any(|(_, field)| field.path == *path && field.field_type.table().is_some())
    }
}

impl Names for TrameNames<'_> {
    fn kind(&self, name: &Name) -> Result<Kind, String> {
        match name {
            Name::Field(path) | Name::Previous(path) | Name::Source(path) => self.answer(path),
            Name::Row(column) => {
                let column = self.1.and_then(|table| table.column(column)).ok_or_else(|| match self.1 {
                    Some(_) => format!("colonne inconnue « {column} »"),
                    None => "« ligne. » ne se lit que dans un tableau".to_owned(),
                })?;
                Ok(column.field_type.kind())
            }
            Name::Fact(fact) => self
                .0
                .facts
                .iter()
                .find(|known| known.name == *fact)
                .map(|known| match known.kind {
                    FactKind::Boolean => Kind::Boolean,
                    FactKind::Number => Kind::Number,
                    FactKind::Text => Kind::Text,
                    FactKind::Date => Kind::Date,
                })
                .ok_or_else(|| format!("fait inconnu « contexte.{fact} »")),
        }
    }

    fn in_table<'a>(&'a self, table: &'a Name) -> Option<Box<dyn Names + 'a>> {
        let table = self.0.field(table.path()?)?.field_type.table()?;
        Some(Box::new(TrameNames(self.0, Some(table))))
    }

    fn has_parameter(&self, name: &str) -> bool {
        self.0.parameters.iter().any(|known| known == name)
    }
}
