//! How the browser's program asks its server functions: a text sent, a text read.
//!
//! The library's own client also carries streams, forms and sockets, which weigh several kilobytes in the
//! program and which no function here uses.

use std::{
    future::Future,
    pin::Pin,
    task::{Context as TaskContext, Poll},
};

use bytes::Bytes;
use futures_util::{Sink, Stream, stream};
use http::Method;
use leptos::{
    prelude::{FromServerFnError, ServerFnErrorErr},
    server_fn::{client::Client, request::ClientReq, response::ClientRes},
    task::spawn_local,
    wasm_bindgen::JsCast,
};
use send_wrapper::SendWrapper;
use wasm_bindgen_futures::JsFuture;
use web_sys::{AbortSignal, Headers, RequestInit, Response, window};

/// Longest wait for an answer, in milliseconds: a network may swallow what is sent and say nothing.
const PATIENCE: u32 = 15_000;

/// The client of our server functions.
pub struct Asking;

/// A question: where, in what form, what.
pub struct Question {
    path: String,
    content_type: String,
    body: String,
}

/// An answer, read whole.
pub struct Told {
    status: u16,
    text: String,
}

impl<E: FromServerFnError, I, O> Client<E, I, O> for Asking {
    type Request = Question;
    type Response = Told;

    fn send(question: Question) -> impl Future<Output = Result<Told, E>> + Send {
        SendWrapper::new(async move { asked(&question).await.ok_or_else(|| failed("sans réponse")) })
    }

    #[expect(refining_impl_trait, reason = "the trait asks for what only a socket would have")]
    async fn open_websocket(_path: &str) -> Result<(stream::Empty<Result<Bytes, Bytes>>, Nowhere), E> {
        Err(failed("sans prise"))
    }

    fn spawn(future: impl Future<Output = ()> + Send + 'static) {
        spawn_local(future);
    }
}

async fn asked(question: &Question) -> Option<Told> {
    let headers = Headers::new().ok()?;
    headers.set("content-type", &question.content_type).ok()?;
    // An answer that is no page: what is wrong comes as the function tells it.
    headers.set("accept", "application/json").ok()?;
    let request = RequestInit::new();
    request.set_method("POST");
    request.set_headers(&headers);
    request.set_body(&question.body.as_str().into());
    request.set_signal(Some(&AbortSignal::timeout_with_u32(PATIENCE)));
    let response = JsFuture::from(window()?.fetch_with_str_and_init(&question.path, &request)).await.ok()?;
    let response: Response = response.unchecked_into();
    let text = JsFuture::from(response.text().ok()?).await.ok()?.as_string()?;
    Some(Told { status: response.status(), text })
}

fn failed<E: FromServerFnError>(why: &str) -> E {
    E::from_server_fn_error(ServerFnErrorErr::Request(why.to_owned()))
}

fn unused<T, E: FromServerFnError>() -> Result<T, E> {
    Err(failed("sans usage"))
}

impl<E: FromServerFnError> ClientReq<E> for Question {
    type FormData = Nowhere;

    fn try_new_req_query(_: &str, _: &str, _: &str, _: &str, _: Method) -> Result<Self, E> {
        unused()
    }

    fn try_new_req_text(
        path: &str,
        content_type: &str,
        _accepts: &str,
        body: String,
        _method: Method,
    ) -> Result<Self, E> {
        Ok(Self { path: path.to_owned(), content_type: content_type.to_owned(), body })
    }

    fn try_new_req_bytes(
        path: &str,
        content_type: &str,
        accepts: &str,
        body: Bytes,
        method: Method,
    ) -> Result<Self, E> {
        let body = String::from_utf8(body.into()).map_err(|_| failed::<E>("illisible"))?;
        Self::try_new_req_text(path, content_type, accepts, body, method)
    }

    fn try_new_req_form_data(_: &str, _: &str, _: &str, _: Nowhere, _: Method) -> Result<Self, E> {
        unused()
    }

    fn try_new_req_multipart(_: &str, _: &str, _: Nowhere, _: Method) -> Result<Self, E> {
        unused()
    }

    fn try_new_req_streaming(
        _: &str,
        _: &str,
        _: &str,
        _: impl Stream<Item = Bytes> + Send + 'static,
        _: Method,
    ) -> Result<Self, E> {
        unused()
    }
}

impl<E: FromServerFnError> ClientRes<E> for Told {
    async fn try_into_string(self) -> Result<String, E> {
        Ok(self.text)
    }

    async fn try_into_bytes(self) -> Result<Bytes, E> {
        Ok(self.text.into())
    }

    fn try_into_stream(self) -> Result<impl Stream<Item = Result<Bytes, Bytes>> + Send + Sync + 'static, E> {
        unused::<stream::Empty<_>, E>()
    }

    fn status(&self) -> u16 {
        self.status
    }

    fn status_text(&self) -> String {
        String::new()
    }

    fn location(&self) -> String {
        String::new()
    }

    fn has_redirect(&self) -> bool {
        false
    }
}

/// What no function here sends or opens.
pub struct Nowhere(std::convert::Infallible);

impl Sink<Bytes> for Nowhere {
    type Error = std::convert::Infallible;

    fn poll_ready(self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        match self.0 {}
    }

    fn start_send(self: Pin<&mut Self>, _: Bytes) -> Result<(), Self::Error> {
        match self.0 {}
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        match self.0 {}
    }

    fn poll_close(self: Pin<&mut Self>, _: &mut TaskContext<'_>) -> Poll<Result<(), Self::Error>> {
        match self.0 {}
    }
}
