// Loads the browser's program, then gives it what was typed while it was loading.
//
// The page's own script (see `shell`) notes what people type from the first moment; taking the page over puts
// the answers of the server back in the controls, so what was typed is written again, as if it came now.
import init, { hydrate } from './app.js';

const root = document.documentElement;

const again = (control, { value, checked }) => {
  if (!control.isConnected) return;
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

await init({ module_or_path: new URL('./app_bg.wasm', import.meta.url) });
hydrate();

// Documents are carried by a program of their own, fetched once a question that asks for one is shown or is
// about to be answered. What is chosen or dropped before it has come is given to it then.
const asks = '[data-envoi]';
const signs = ['focusin', 'dragover', 'drop', 'change'];
let depot;
const fetched = async () => {
  const program = await import('./depot.js');
  await program.default({ module_or_path: new URL('./depot_bg.wasm', import.meta.url) });
  for (const sign of signs) removeEventListener(sign, early, true);
  program.listen();
  for (const control of document.querySelectorAll(`${asks} input[type=file]`)) program.take(control);
};
const fetchDepot = () => {
  depot ??= fetched().catch(() => {
    depot = undefined;
    addEventListener('online', fetchDepot, { once: true });
  });
};
const early = (event) => {
  const place = event.target.closest?.(asks);
  if (!place) return;
  // Left to the browser, a document dropped is opened in place of the page.
  if (event.dataTransfer) event.preventDefault();
  if (event.type === 'drop') place.querySelector('input[type=file]').files = event.dataTransfer.files;
  fetchDepot();
};
for (const sign of signs) addEventListener(sign, early, true);
if (document.querySelector(asks)) fetchDepot();
