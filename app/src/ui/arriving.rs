//! A page, or a part of one, that stands on an answer of the server.

use std::pin::Pin;

use leptos::prelude::*;
use serde::de::DeserializeOwned;

use super::{Failure, loading};
use crate::sealed::Asked;

type Work = Pin<Box<dyn Future<Output = AnyView> + Send>>;

/// Shows a page when its answer is there, what went wrong otherwise.
pub fn arriving<T: DeserializeOwned + Send + 'static>(
    asked: Asked<T>,
    page: impl Fn(T) -> AnyView + Clone + Send + Sync + 'static,
) -> AnyView {
    suspended(Box::new(move || {
        let page = page.clone();
        Box::pin(async move {
            match asked.open().await {
                Ok(answer) => page(answer),
                Err(error) => view! { <Failure error=error/> }.into_any(),
            }
        })
    }))
}

/// Compiled once, whatever the page.
fn suspended(work: Box<dyn Fn() -> Work + Send + Sync>) -> AnyView {
    view! { <Suspense fallback=loading>{move || Suspend::new(work())}</Suspense> }.into_any()
}
