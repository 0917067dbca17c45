// Stands in for the pages that cannot be fetched: the browser's own error page says nothing of what is kept.
//
// The server writes VERSION and FILES before this text. Only pages are answered for, and the few files that the
// page of who is cut off is made of; all else goes to the network as if nothing were there.
const PAGE = '/hors-connexion';
const KEPT = `hors-connexion-${VERSION}`;

addEventListener('install', (event) => {
  const keep = async () => {
    await (await caches.open(KEPT)).addAll([PAGE, ...FILES]);
    await skipWaiting();
  };
  event.waitUntil(keep());
});

addEventListener('activate', (event) => {
  const tidy = async () => {
    for (const name of await caches.keys()) if (name !== KEPT) await caches.delete(name);
    // The network is asked while this script wakes up.
    await registration.navigationPreload?.enable();
    await clients.claim();
  };
  event.waitUntil(tidy());
});

const asked = async ({ request, preloadResponse }) => (await preloadResponse) ?? fetch(request);

const standIn = async (request) => {
  // What was sent is not sent again by reading a page again.
  if (request.method !== 'GET') return Response.redirect(`${PAGE}?envoi=non`, 303);
  return (await caches.match(PAGE)) ?? Response.error();
};

// A page that answered a form is kept nowhere: who comes back to it is shown what stands at its address now. The form
// is not sent again, and nobody is told that they are cut off.
const cameBack = async (request) => {
  const page = await fetch(request.url, { headers: { accept: 'text/html' }, credentials: 'same-origin', redirect: 'manual' });
  // Some addresses only take forms.
  return page.status === 405 ? Response.redirect('/', 303) : page;
};

addEventListener('fetch', (event) => {
  const { request } = event;
  if (request.mode === 'navigate' && request.cache === 'only-if-cached') {
    event.respondWith(cameBack(request).catch(async () => (await caches.match(PAGE)) ?? Response.error()));
  } else if (request.mode === 'navigate') {
    event.respondWith(asked(event).catch(() => standIn(request)));
  } else if (FILES.includes(new URL(request.url).pathname)) {
    event.respondWith(fetch(request).catch(async () => (await caches.match(request.url)) ?? Response.error()));
  }
});
