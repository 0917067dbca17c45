//! Migrations, in order; one that was published never changes.

mod m0001_foundation;

use sea_orm_migration::{MigrationTrait, MigratorTrait};

/// Every migration.
pub(crate) struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![Box::new(m0001_foundation::Migration)]
    }
}
