//! `serve`: the service, until it is told to stop.

use std::sync::Arc;

use domain::{
    dossier::procedure::Rules,
    piece::Quota,
    ports::{Antivirus, Clock, Reserves, notices::Mailer},
    source::Cache,
    usecase::{Services, StepTimes, measure_steps, refresh_reserve},
};
use store::Store;

use super::{Serve, care};
use crate::{
    adapters::{RandomIds, SystemClock, instance},
    antivirus::Clamd,
    config::Config,
    demo,
    library::{Embedded, local_files},
    lists::EmbeddedLists,
    mail::Smtp,
    pieces::StoredPieces,
    presence::relay,
    press::Drawings,
    web::{App, router},
};

pub(super) async fn serve(options: Serve) -> anyhow::Result<bool> {
    let mut config = Config::load()?;
    if options.demo {
        // A demonstration asks nothing of the real services about invented structures.
        let none = crate::config::Sources::none();
        config.sources = if config.sources.stand_in { stand_in(&config).await? } else { none };
    }
    let config = Arc::new(config);
    let app = compose(config.clone(), options.demo).await?;
    if options.demo {
        demo::last_year::seed(&app.services).await?;
        demo::months::seed(&app.services).await?;
        let store = Arc::new(app.store.clone());
        demo::sister::seed(store.as_ref(), store.clone(), SystemClock.now()).await?;
        refresh_reserve(&app.services).await?;
    }
    let closing = app.closing.clone();
    let listener = tokio::net::TcpListener::bind(&config.server.listen)
        .await
        .map_err(|error| anyhow::anyhow!("l'adresse {} n'est pas libre : {error}", config.server.listen))?;
    tracing::info!(address = config.server.listen, "Ready on http://{}", config.server.listen);
    tokio::spawn(measure_hourly(app.services.clone()));
    tokio::spawn(care::of_pieces(app.services.clone()));
    tokio::spawn(care::of_parcels(app.services.clone()));
    tokio::spawn(care::of_answers(Arc::new(app.store.clone()), app.services.clock.clone()));
    tokio::spawn(care::of_tallies(app.services.clone()));
    tokio::spawn(care::of_deliveries(app.services.clone()));
    tokio::spawn(care::of_reserve(app.services.clone()));
    for source in app.services.sources.iter() {
        tokio::spawn(care::of_source(app.services.clone(), source.source()));
    }
    tokio::spawn(care::of_deadlines(app.services.clone(), (&config.reminders).into()));
    let mails =
        care::of_mails(app.services.clone(), config.server.public_url.clone(), app.closing.subscribe());
    let mails = tokio::spawn(mails);
    let (presence, clock) = (app.presence.clone(), app.services.clock.clone());
    tokio::spawn(relay(presence, app.store.clone(), clock, instance()));
    let stopped = async move {
        stop().await;
        // Lines that stay open would keep the service from stopping.
        closing.send_replace(true);
    };
    axum::serve(listener, router(app)).with_graceful_shutdown(stopped).await?;
    // A mail on its way is noted as sent before all stops: it would be sent twice.
    mails.await?;
    Ok(true)
}

/// Starts the stand-in of the services, that knows the structures in store; those of the small demonstration before any
/// is. The configuration that speaks to it.
async fn stand_in(config: &Config) -> anyhow::Result<crate::config::Sources> {
    let store = super::open_store(config).await?;
    let (mut held, mut last) = (Vec::new(), i64::MIN);
    loop {
        let page = store.structures_after(last, STRUCTURES_AT_ONCE).await.map_err(anyhow::Error::new)?;
        let Some((structure, _)) = page.last() else { break };
        last = structure.asp.asp_id;
        held.extend(page.into_iter().map(|(structure, _)| structure));
    }
    let at = &config.sources.stand_in_at;
    if held.is_empty() {
        crate::sources::stand_in(at).await
    } else {
        crate::sources::stand_in_of(at, held).await
    }
}

/// Structures read in one go.
const STRUCTURES_AT_ONCE: u64 = 200;

/// The ports, each with its real adapter.
pub(super) fn services(config: &Config, store: &Store, demonstration: bool) -> anyhow::Result<Services> {
    let shared = Arc::new(store.clone());
    let cache: Arc<dyn Cache> = shared.clone();
    Ok(Services {
        clock: Arc::new(SystemClock),
        ids: Arc::new(RandomIds),
        library: Arc::new(library(config, demonstration)?),
        lists: Arc::new(EmbeddedLists::open()?),
        times: StepTimes::default(),
        rules: Rules {
            delay_days: config.instruction.delay_days,
            slight_percent: config.instruction.slight_percent,
            validated_in: config.instruction.regions_validating.clone(),
        },
        pieces: Arc::new(StoredPieces::open(&config.pieces)?),
        heaviest: config.pieces.largest_mo.saturating_mul(1 << 20),
        quota: Quota {
            files: config.pieces.most_per_dossier,
            bytes: config.pieces.total_mo.saturating_mul(1 << 20),
        },
        awaited: shared.clone(),
        antivirus: Clamd::at(&config.antivirus.clamd).map(|clamd| Arc::new(clamd) as Arc<dyn Antivirus>),
        sources: crate::sources::open(&config.sources, &cache)?,
        awaited_sources: shared.clone(),
        hearings: shared.clone(),
        dossiers: shared.clone(),
        register: shared.clone(),
        realisations: shared.clone(),
        tallies: shared.clone(),
        reserves: shared.clone(),
        desks: shared.clone(),
        directory: shared.clone(),
        looks: shared.clone(),
        canned: shared.clone(),
        notices: shared.clone(),
        outbox: shared.clone(),
        mailer: Smtp::open(&config.mail)?.map(|smtp| Arc::new(smtp) as Arc<dyn Mailer>),
        sessions: shared,
    })
}

/// The published forms, with the local questions of the configured folder.
fn library(config: &Config, demonstration: bool) -> anyhow::Result<Embedded> {
    let local = local_files(&config.trames.locales)?;
    if demonstration { Embedded::demonstration(&local) } else { Embedded::open(&local) }
}

/// Puts the real parts together.
pub async fn compose(config: Arc<Config>, demonstration: bool) -> anyhow::Result<App> {
    let store = super::open_store(&config).await?;
    let shared = Arc::new(store.clone());
    let services = services(&config, &store, demonstration)?;
    if demonstration {
        demo::seed(shared.as_ref(), shared.clone(), SystemClock.now()).await?;
    }
    let site = &config.site.root;
    let pkg = crate::web::pkg_dir(site).map_err(|error| {
        anyhow::anyhow!(
            "les fichiers du navigateur manquent dans {} ({error}) : lancez « cargo xtask build »",
            site.display()
        )
    })?;
    let closing = tokio::sync::watch::Sender::new(false);
    let room = Arc::new(tokio::sync::Semaphore::new(config.server.at_once));
    let drawings = Arc::new(Drawings::open(&site.join(&pkg).join("fonts")));
    let presence = Arc::default();
    Ok(App { config, services, store, demonstration, folder: pkg, presence, drawings, room, closing })
}

/// Measures how long the steps take, at the start and then every hour.
async fn measure_hourly(services: Services) {
    let mut hours = tokio::time::interval(std::time::Duration::from_hours(1));
    loop {
        hours.tick().await;
        match measure_steps(&services).await {
            Ok(count) => tracing::debug!(count, "measured how long the steps take"),
            Err(error) => tracing::warn!(%error, "the steps' times were not measured"),
        }
    }
}

async fn stop() {
    let interrupt = async {
        let _ = tokio::signal::ctrl_c().await;
    };
    let terminate = async {
        if let Ok(mut signal) = tokio::signal::unix::signal(tokio::signal::unix::SignalKind::terminate()) {
            signal.recv().await;
        } else {
            std::future::pending::<()>().await;
        }
    };
    tokio::select! {
        () = interrupt => {}
        () = terminate => {}
    }
}
