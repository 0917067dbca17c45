//! The names an expression of a trame may use, with their types.

use crate::{
    Trame,
    expr::{Kind, Name, check::Names},
    trame::FactKind,
};

/// The names of a trame, for the type checker.
pub(crate) fn names(trame: &Trame) -> impl Names + '_ {
    TrameNames(trame)
}

struct TrameNames<'a>(&'a Trame);

impl Names for TrameNames<'_> {
    fn kind(&self, name: &Name) -> Result<Kind, String> {
        match name {
            Name::Field(path) | Name::Previous(path) => self
                .0
                .field(path)
                .map(|field| field.field_type.kind())
                .ok_or_else(|| format!("champ inconnu « {path} »")),
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

    fn has_parameter(&self, name: &str) -> bool {
        self.0.parameters.iter().any(|known| known == name)
    }
}
