//! Migrations, in order; one that was published never changes.

mod m0001_foundation;
mod m0002_sources;
mod m0003_forms;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every migration.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_foundation::Migration),
            Box::new(m0002_sources::Migration),
            Box::new(m0003_forms::Migration),
        ]
    }
}
