// Loads the browser's program, then gives it what was typed while it was loading.
//
// The page's own script (see `shell`) notes what people type from the first moment; taking the page over puts
// the answers of the server back in the controls, so what was typed is written again, as if it came now.
const root = document.documentElement;

const again = (control, { value, checked }) => {
  if (!control.isConnected || control.type === 'file') return;
  if (control.type === 'radio' || control.type === 'checkbox') {
    control.checked = checked;
    control.dispatchEvent(new Event('change', { bubbles: true }));
  } else {
    control.value = value;
    control.dispatchEvent(new Event(control.tagName === 'SELECT' ? 'change' : 'input', { bubbles: true }));
  }
};

new MutationObserver((_, observer) => {
  if (!root.hasAttribute('data-ready')) return;
  observer.disconnect();
  for (const [control, typed] of globalThis.early.end()) again(control, typed);
}).observe(root, { attributes: true });

// The program may not come: a bad line, a service that is being replaced. What is typed meanwhile is saved by nobody
// but the buttons of the form: that is said, whoever leaves is held back, and it is asked again.
const room = document.getElementById('piece');
const line = document.querySelector('.bar .save');
let missing;
const lack = () => {
  if (missing || !room) return;
  missing = document.createElement('p');
  missing.className = 'lacking fr-alert fr-alert--warning fr-alert--sm';
  missing.setAttribute('role', 'alert');
  missing.textContent = 'Cette page n’est pas arrivée en entier\u00a0: elle n’enregistre pas encore ce que vous écrivez. Elle essaie de nouveau d’elle-même\u00a0; n’en partez pas sans utiliser un des boutons de l’étape.';
  room.before(missing);
  if (line) line.hidden = true;
};
// Its buttons save: they are not held back.
let sending = false;
addEventListener('submit', () => {
  sending = true;
  setTimeout(() => (sending = false), 1000);
});
addEventListener('beforeunload', (event) => missing && !sending && globalThis.early.size() && event.preventDefault());
const isFirst = () => {
  try {
    const before = sessionStorage.getItem('reprise');
    sessionStorage.setItem('reprise', location.pathname);
    return before !== location.pathname;
  } catch {
    return false;
  }
};
const come = async () => {
  for (let attempt = 0; ; attempt += 1) {
    try {
      // A browser remembers that a program could not be fetched: each try has an address of its own.
      const program = await import(`./app.js${attempt ? `?${attempt}` : ''}`);
      await program.default({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
      return program;
    } catch {
      lack();
      // Of a version that is gone, it comes no more: the page comes again, once, if nothing was typed in it.
      if (attempt === 3 && navigator.onLine && !globalThis.early.size() && isFirst()) location.reload();
      await new Promise((done) => {
        addEventListener('online', done, { once: true });
        setTimeout(done, Math.min(2 ** attempt, 30) * 1000);
      });
    }
  }
};
const program = await come();
missing?.remove();
missing = undefined;
if (line) line.hidden = false;
program.hydrate();
// Nobody needs it to answer: a page that lacks it lacks nothing else.
import('./beside.js').catch(() => {});

// Cut off, what leads out of the step would lead to nothing, and not back: its menu still opens the other steps.
addEventListener('click', (event) => {
  const link = event.target.closest?.('a[href^="/"]');
  const line = document.querySelector('.bar .save');
  if (event.defaultPrevented || !link || link.target || !line?.textContent.startsWith('Hors connexion')) return;
  event.preventDefault();
  let told = document.getElementById('retenu');
  if (!told) {
    told = document.createElement('p');
    told.id = 'retenu';
    told.className = 'save fr-text--sm';
    told.setAttribute('role', 'alert');
    line.after(told);
    addEventListener('online', () => told.remove(), { once: true });
  }
  told.textContent = 'Cette page attend le retour de la connexion. Le menu des étapes s’ouvre toujours.';
});

// Documents are carried by a program of their own, fetched once a question that asks for one is shown or is
// about to be answered. What is chosen or dropped before it has come is given to it then, whatever step is shown.
const asks = '[data-envoi]';
const signs = ['focusin', 'dragover', 'drop', 'change', 'click'];
// The controls that hold a document meanwhile: those of a step that was left are in the page no more.
const held = new Set();
let depot;
let tries = 0;
const fetched = async () => {
  // A browser remembers that a program could not be fetched: each try has an address of its own.
  const program = await import(`./depot.js${tries ? `?${tries}` : ''}`);
  await program.default({ module_or_path: new URL('./depot_bg.wasm', import.meta.url) });
  for (const sign of signs) removeEventListener(sign, early, true);
  program.listen();
  for (const told of document.querySelectorAll('.envois > .envoi__defait')) told.remove();
  for (const voice of document.querySelectorAll('.envois > [role=status]')) voice.textContent = '';
  for (const control of [...held, ...document.querySelectorAll(`${asks} input[type=file]`)]) program.take(control);
  held.clear();
  document.getElementById('gardes')?.remove();
};
const fetchDepot = () => {
  depot ??= fetched().catch(() => {
    depot = undefined;
    tries += 1;
    addEventListener('online', fetchDepot, { once: true });
    wait();
  });
};
const tell = (room, text) => {
  if (!room || room.querySelector('.envoi__defait')) return;
  const told = document.createElement('p');
  told.className = 'envoi__defait fr-text--sm';
  told.textContent = text;
  room.append(told);
  const voice = room.querySelector('[role=status]');
  if (voice) voice.textContent = text;
};
// What was chosen is kept in its control, and said to be: under its question, and over every step.
const wait = () => {
  let count = 0;
  for (const control of held) {
    count += control.files.length;
    tell(
      document.getElementById(`${control.id}-envois`),
      'Hors connexion\u00a0: l’envoi commencera de lui-même quand la connexion reviendra. Gardez cette page ouverte.',
    );
  }
  const line = document.querySelector('.bar .save');
  if (!count || !line || depot) return;
  const told = document.getElementById('gardes') ?? document.createElement('p');
  told.id = 'gardes';
  told.className = 'save save--trouble fr-text--sm';
  told.textContent = `${count}\u00a0document${count > 1 ? 's attendent' : ' attend'} la connexion\u00a0: gardez cette page ouverte.`;
  if (!told.isConnected) line.after(told);
};
new MutationObserver(() => held.size && wait()).observe(document.querySelector('.room__form') ?? document.body, { childList: true });
addEventListener('beforeunload', (event) => held.size && event.preventDefault());
// A document is taken back by that program: its button sends no form meanwhile.
const takeBack = async (event, place) => {
  const button = event.target.closest('button[name=piece]');
  if (!button) return;
  event.preventDefault();
  fetchDepot();
  await depot;
  if (depot) button.click();
  else tell(place.querySelector('.envois'), 'Hors connexion\u00a0: retirez ce document quand la connexion sera revenue.');
};
const early = (event) => {
  const place = event.target.closest?.(asks);
  if (!place) return;
  if (event.type === 'click') return takeBack(event, place);
  // Left to the browser, a document dropped is opened in place of the page.
  if (event.dataTransfer) event.preventDefault();
  if (event.type === 'drop') {
    // What was chosen before stays.
    const control = place.querySelector('input[type=file]');
    const files = new DataTransfer();
    for (const file of [...control.files, ...event.dataTransfer.files]) files.items.add(file);
    control.files = files.files;
  }
  const control = place.querySelector('input[type=file]');
  if (control?.files.length) held.add(control);
  if (tries && event.type !== 'focusin') wait();
  fetchDepot();
};
for (const sign of signs) addEventListener(sign, early, true);
// A document left on the shelf of this browser (see `depot::shelf`) is sent on whatever step is opened.
const isLeft = () => {
  try {
    return localStorage.getItem(`envois/${location.pathname.split('/')[2]}/${root.dataset.personne}/`);
  } catch {
    return null;
  }
};
if (document.querySelector(asks) || isLeft()) fetchDepot();

// « Back » takes a step's form away: the field in hand is left before, and is told so while it is there.
let place = location.pathname;
addEventListener('popstate', () => {
  if (location.pathname !== place) document.activeElement?.blur();
  place = location.pathname;
});

// A dossier that is being corrected says so over its steps too: the program that takes them over has no room for it.
const correcting = () => {
  const badge = document.querySelector('.bar .fr-badge--success');
  if (!badge || !document.querySelector('.room__form a[href$="/corrections"]')) return;
  badge.className = 'fr-badge fr-badge--warning';
  badge.textContent = 'À corriger';
};
new MutationObserver(correcting).observe(root, { attributes: true, attributeFilter: ['data-ready'] });
correcting();
