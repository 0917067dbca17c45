//! What the monthly statements tell: the most rows of a delivery, that may be read while the others are.

use std::sync::Arc;

use super::super::{
    ActivityRow, Annexes, PayRow, References, StatementRow, independents::Activity, pay::Pays,
    statement::Statement,
};

/// Rows of monthly statements, packed until they are counted.
pub struct Monthly {
    pub(super) annexes: Arc<Annexes>,
    pub(super) references: Arc<References>,
    pub(super) statements: Vec<Statement>,
    pub(super) activities: Vec<Activity>,
    pub(super) pays: Pays,
    pub(super) astray: u64,
}

impl Monthly {
    /// Nothing read yet, under these annexes and reference views.
    pub(super) fn under(annexes: Arc<Annexes>, references: Arc<References>) -> Self {
        Self {
            annexes,
            references,
            statements: Vec::new(),
            activities: Vec::new(),
            pays: Pays::default(),
            astray: 0,
        }
    }

    /// The reference views.
    #[must_use]
    pub fn references(&self) -> &References {
        &self.references
    }

    /// Takes a statement.
    pub fn statement(&mut self, row: &StatementRow) {
        let packed = self.annexes.place(row.annexe).and_then(|place| Statement::packed(row, place));
        match packed {
            Some(statement) => self.statements.push(statement),
            None => self.astray += 1,
        }
    }

    /// Takes what a statement tells of a pay.
    pub fn pay(&mut self, row: &PayRow) {
        if let Some(place) = self.annexes.place(row.annexe) {
            self.pays.add(row, place);
        }
    }

    /// Takes what a statement tells of an independent worker.
    pub fn activity(&mut self, row: &ActivityRow) {
        let own = self.annexes.place(row.annexe).filter(|place| self.annexes.at(*place).is_of_independents());
        self.activities.extend(own.and_then(|place| Activity::packed(row, place)));
    }
}
