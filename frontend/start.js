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
