//! Rows a second that a database commits one by one from one connection: the floor of `bench autosave`.

use std::time::{Duration, Instant};

use sea_orm::{ConnectionTrait, Database, DbErr};

/// How long the measure lasts.
const SPAN: Duration = Duration::from_secs(2);

#[tokio::main]
#[expect(clippy::print_stdout, reason = "another program reads what this one prints")]
async fn main() -> Result<(), DbErr> {
    let url = std::env::args().nth(1).unwrap_or_default();
    let database = Database::connect(&url).await?;
    if url.starts_with("sqlite") {
        database.execute_unprepared("PRAGMA journal_mode = WAL").await?;
        database.execute_unprepared("PRAGMA synchronous = FULL").await?;
    }
    database.execute_unprepared("CREATE TABLE IF NOT EXISTS bench_floor (content TEXT)").await?;
    let (start, mut rows) = (Instant::now(), 0_u32);
    while start.elapsed() < SPAN {
        database.execute_unprepared("INSERT INTO bench_floor VALUES ('one answer of a dossier')").await?;
        rows += 1;
    }
    let elapsed = start.elapsed();
    database.execute_unprepared("DROP TABLE bench_floor").await?;
    println!("{}", f64::from(rows) / elapsed.as_secs_f64());
    Ok(())
}
