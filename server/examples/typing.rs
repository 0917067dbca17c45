//! The demonstration with another form than the national trame: run by `cargo xtask bench typing`.

use std::sync::Arc;

use server::{cli::compose, config::Config, library::Embedded, web::router};

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let file = std::env::args().nth(1).ok_or_else(|| anyhow::anyhow!("a trame's file is needed"))?;
    let config = Arc::new(Config::load()?);
    let mut app = compose(config.clone(), true).await?;
    let source = (file.clone(), std::fs::read_to_string(file)?);
    app.services.library = Arc::new(Embedded::of(&[source], &[])?);
    let listener = tokio::net::TcpListener::bind(&config.server.listen).await?;
    axum::serve(listener, router(app)).await?;
    Ok(())
}
