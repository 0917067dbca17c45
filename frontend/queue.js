// The queue of a service and its dossiers by keys, the completion of its search, what colleagues do meanwhile.
//
// Nothing here is needed: each key has its button or its link, and what is typed is understood without being
// completed.
const OFF = 'file/sans-touches';
const table = document.querySelector('#lot table');
const rows = () => [...(table?.querySelectorAll('tr[data-dossier]') ?? [])];

// Whether single-key shortcuts are turned off in this browser (WCAG 2.1.4).
const isOff = () => {
  try {
    return localStorage.getItem(OFF) === 'oui';
  } catch {
    return false;
  }
};

// What is ticked, counted beside the link that ticks all.
const ticks = () => [...document.querySelectorAll('#lot input[name="dossier"]')];
const counted = document.querySelector('[data-coches-nombre]');
const count = () => {
  const some = ticks().filter((tick) => tick.checked).length;
  if (counted) counted.textContent = some === 0 ? '' : `${some} dossier${some > 1 ? 's' : ''} coché${some > 1 ? 's' : ''}`;
};
document.getElementById('lot')?.addEventListener('change', count);
document.querySelector('[data-coches]')?.addEventListener('click', (event) => {
  event.preventDefault();
  const link = event.currentTarget;
  const all = link.dataset.coches === 'tout';
  for (const tick of ticks()) tick.checked = all;
  link.dataset.coches = all ? 'aucun' : 'tout';
  link.textContent = all ? 'Tout désélectionner' : 'Tout sélectionner (cette page)';
  count();
});
addEventListener('pageshow', count);

// What was just done is heard and seen first.
document.getElementById('fait')?.focus();

// The window that says the keys.
const keys = document.getElementById('touches');
const shown = document.querySelector('[data-touches]');
// It opens on the button that closes it, and not on what turns the keys off.
const openKeys = () => {
  keys.showModal();
  keys.querySelector('[data-fermer]').focus();
};
if (shown && keys?.showModal) {
  shown.hidden = false;
  shown.addEventListener('click', openKeys);
  keys.querySelector('[data-fermer]').addEventListener('click', () => keys.close());
  keys.addEventListener('close', () => shown.isConnected && document.activeElement === document.body && shown.focus());
  const off = document.getElementById('sans-touches');
  off.checked = isOff();
  off.addEventListener('change', () => {
    try {
      if (off.checked) localStorage.setItem(OFF, 'oui');
      else localStorage.removeItem(OFF);
    } catch {}
  });
}

// The preview, beside the list on a screen that is wide enough: a dossier at a glance. The focus stays in the list.
const pane = document.getElementById('apercu');
const wide = matchMedia('(min-width: 78em)');
let chosen = null;
let asked = 0;
const tell = (text) => {
  document.querySelector('[data-apercu-dit]').textContent = text;
};
const select = (row) => {
  chosen = row;
  for (const each of rows()) {
    each.classList.toggle('queue__chosen', each === row);
    each.querySelector('[data-apercu]')?.setAttribute('aria-expanded', String(each === row));
  }
  pane.hidden = !row;
  pane.closest('.listing').classList.toggle('listing--open', Boolean(row));
  pane.closest('.fr-container').classList.toggle('listing-wide', Boolean(row));
};
const closePreview = () => {
  if (!pane || pane.hidden) return false;
  const back = pane.contains(document.activeElement) ? chosen.querySelector('[data-ouvrir]') : null;
  asked += 1;
  select(null);
  pane.querySelector('[data-apercu-ici]').replaceChildren();
  back?.focus();
  tell('Aperçu fermé');
  return true;
};
const preview = async (row) => {
  const link = row?.querySelector('[data-apercu]');
  if (!pane || !link || !wide.matches) return;
  asked += 1;
  const mine = asked;
  select(row);
  const here = pane.querySelector('[data-apercu-ici]');
  const address = new URL(link.href);
  address.searchParams.set('seul', 'oui');
  try {
    const answer = await fetch(address);
    const text = await answer.text();
    const found = new DOMParser().parseFromString(text, 'text/html').querySelector('[data-apercu-de]');
    if (mine !== asked) return;
    if (!answer.ok || !found) throw new Error(answer.status);
    here.replaceChildren(found);
    pane.scrollTop = 0;
    tell(`Aperçu\u00a0: ${found.querySelector('h2').textContent}`);
  } catch {
    if (mine !== asked) return;
    const said = 'L’aperçu ne s’affiche pas. Ouvrez le dossier par son nom, ou recommencez.';
    const lost = document.createElement('p');
    lost.textContent = said;
    here.replaceChildren(lost);
    tell(said);
  }
};
const toggle = (row) => (row && row === chosen ? closePreview() : preview(row));
let later;
const follows = (row) => {
  clearTimeout(later);
  if (pane && !pane.hidden && row !== chosen) later = setTimeout(preview, 150, row);
};
if (pane) {
  if (wide.matches) select(null);
  wide.addEventListener('change', () => wide.matches || closePreview());
  pane.querySelector('[data-apercu-fermer]').addEventListener('click', closePreview);
  table?.addEventListener('click', (event) => {
    const link = event.target.closest('[data-apercu]');
    if (!link || !wide.matches || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    toggle(link.closest('tr'));
  });
  // A button in all but its address, which serves where there is no script.
  table?.addEventListener('keydown', (event) => {
    if (event.key !== ' ' || !event.target.matches('[data-apercu]')) return;
    event.preventDefault();
    event.target.click();
  });
  addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || event.defaultPrevented || document.querySelector('dialog[open]')) return;
    if (closePreview()) event.preventDefault();
  });
}

// The row that the focus is in, and the one that comes so many further.
const current = () => document.activeElement?.closest('tr[data-dossier]');
const go = (by) => {
  const all = rows();
  if (all.length === 0) return;
  const place = all.indexOf(current());
  const next = place < 0 ? (by > 0 ? 0 : all.length - 1) : Math.min(Math.max(place + by, 0), all.length - 1);
  const link = all[next].querySelector('[data-ouvrir]');
  link.focus();
  link.scrollIntoView({ block: 'nearest' });
  follows(all[next]);
};
const press = (selector) => {
  const button = (current() ?? (table ? null : document))?.querySelector(selector);
  button?.click();
  return Boolean(button);
};
const follow = (selector) => {
  const link = document.querySelector(selector);
  link?.click();
  return Boolean(link);
};
const search = document.getElementById('q');
const acts = {
  j: () => (table ? go(1) : follow('a[rel="next"]')),
  k: () => (table ? go(-1) : follow('a[rel="prev"]')),
  x: () => {
    const tick = current()?.querySelector('input[name="dossier"]');
    if (tick) {
      tick.checked = !tick.checked;
      count();
    }
  },
  o: () => toggle(current()),
  ' ': () => toggle(current()),
  // In a dossier: the next section to read, the next correction to read, the decision.
  n: () => {
    const folds = [...document.querySelectorAll('.section-fold:not([data-lue])')];
    const own = document.activeElement?.closest('.section-fold');
    const next = folds[folds.indexOf(own) + 1] ?? folds[0];
    if (!next) return;
    next.open = true;
    next.querySelector('summary').focus();
    next.scrollIntoView({ block: 'start' });
  },
  c: () => {
    const card = document.querySelector('[data-a-relire]');
    card?.scrollIntoView({ block: 'start' });
    card?.querySelector('a[href]')?.focus();
  },
  d: () => follow('[data-decider]'),
  a: () => press('[data-prendre]'),
  s: () => press('[data-suivre]'),
  r: () => document.querySelector('[data-actualiser]')?.click(),
  '/': () => search?.focus(),
  '?': () => !shown?.hidden && keys?.showModal && openKeys(),
};
const writes = (target) => target.closest?.('input:not([type="checkbox"]), textarea, select, [contenteditable]');
addEventListener('keydown', (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || event.isComposing || isOff()) return;
  if (writes(event.target) || document.querySelector('dialog[open]')) return;
  const act = acts[event.key];
  if (!act || (event.key === '/' && !search)) return;
  // The space bar ticks boxes, presses buttons and scrolls: it shows the dossier whose link has the focus, and no more.
  if (event.key === ' ' && !(wide.matches && event.target.closest?.('tr[data-dossier] a'))) return;
  event.preventDefault();
  act();
});

// The completion of the search: the word in hand, among what the page lists (the pattern of a combobox).
const list = document.getElementById('criteres');
if (search && list) {
  const all = [...list.options].map((option) => ({ text: option.value, label: option.label }));
  const plain = (text) => text.normalize('NFD').replace(/\p{M}/gu, '').toLowerCase();
  const box = document.createElement('ul');
  box.id = 'q-choix';
  box.className = 'finder__choices';
  box.setAttribute('role', 'listbox');
  box.setAttribute('aria-label', 'Critères proposés');
  box.hidden = true;
  const told = document.createElement('p');
  told.className = 'fr-sr-only';
  told.setAttribute('role', 'status');
  search.after(box, told);
  search.removeAttribute('list');
  for (const [name, value] of [
    ['role', 'combobox'],
    ['aria-autocomplete', 'list'],
    ['aria-expanded', 'false'],
    ['aria-controls', box.id],
  ]) {
    search.setAttribute(name, value);
  }
  let place = -1;
  const close = () => {
    box.hidden = true;
    box.replaceChildren();
    place = -1;
    search.setAttribute('aria-expanded', 'false');
    search.removeAttribute('aria-activedescendant');
  };
  // Where the word in hand begins: after the last blank that is not between quotes.
  const begins = () => {
    const before = search.value.slice(0, search.selectionStart);
    let start = 0;
    let quoted = false;
    for (let at = 0; at < before.length; at += 1) {
      if (before[at] === '"') quoted = !quoted;
      else if (before[at] === ' ' && !quoted) start = at + 1;
    }
    return before[start] === '-' ? start + 1 : start;
  };
  const choose = (text) => {
    const start = begins();
    const rest = search.value.slice(search.selectionStart);
    const kept = rest.replace(/^[^ ]*/, '');
    const ends = text.endsWith(':') || text.endsWith('>');
    search.value = `${search.value.slice(0, start)}${text}${ends || kept.startsWith(' ') ? '' : ' '}${kept}`;
    const caret = search.value.length - kept.length;
    search.setSelectionRange(caret, caret);
    close();
    if (ends) offer();
  };
  const mark = () => {
    for (const [at, option] of [...box.children].entries()) option.setAttribute('aria-selected', String(at === place));
    const chosen = box.children[place];
    if (chosen) {
      search.setAttribute('aria-activedescendant', chosen.id);
      chosen.scrollIntoView({ block: 'nearest' });
    } else {
      search.removeAttribute('aria-activedescendant');
    }
  };
  const offer = () => {
    const word = plain(search.value.slice(begins(), search.selectionStart));
    const wanted = word.replaceAll('"', '');
    const fits = ({ text }) => plain(text).replaceAll('"', '').startsWith(wanted) && plain(text) !== word;
    // A key first, then its values.
    const keyed = /[:<>]/.test(word);
    const found = wanted === '' ? [] : all.filter(fits);
    const keysOf = new Map(found.map((one) => [one.text.split(/[:<>]/)[0], one]));
    const offered =
      keyed || keysOf.size === 1
        ? found
        : [...keysOf].map(([key]) => ({ text: `${key}:`, label: found.filter((one) => one.text.startsWith(key)).map((one) => one.text.slice(key.length + 1)).slice(0, 3).join(', ') }));
    const some = offered.slice(0, 12);
    box.replaceChildren(
      ...some.map((one, at) => {
        const option = document.createElement('li');
        option.id = `q-choix-${at}`;
        option.setAttribute('role', 'option');
        option.setAttribute('aria-selected', 'false');
        const code = document.createElement('code');
        code.textContent = one.text;
        option.append(code, ` ${one.label}`);
        option.addEventListener('pointerdown', (event) => {
          event.preventDefault();
          choose(one.text);
        });
        return option;
      }),
    );
    place = -1;
    box.hidden = some.length === 0;
    search.setAttribute('aria-expanded', String(!box.hidden));
    search.removeAttribute('aria-activedescendant');
    told.textContent = box.hidden ? '' : `${some.length} critère${some.length > 1 ? 's' : ''} proposé${some.length > 1 ? 's' : ''}`;
  };
  search.addEventListener('input', offer);
  search.addEventListener('blur', close);
  search.addEventListener('keydown', (event) => {
    if (event.key === 'Escape') {
      if (box.hidden) return;
      event.preventDefault();
      close();
    } else if (box.hidden) {
      if (event.key === 'ArrowDown') offer();
    } else if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
      event.preventDefault();
      const many = box.children.length;
      place = (place + (event.key === 'ArrowDown' ? 1 : -1) + many + (place < 0 && event.key === 'ArrowUp' ? 1 : 0)) % many;
      mark();
    } else if (event.key === 'Enter' && place >= 0) {
      event.preventDefault();
      choose(box.children[place].firstElementChild.textContent);
    }
  });
}

// What colleagues do: said, never shown under the reader's hand; who has which dossier open, at once.
const news = document.getElementById('nouvelles');
if (news && typeof EventSource === 'function') {
  const changed = new Set();
  const source = new EventSource(news.dataset.direct);
  source.addEventListener('dossiers', (event) => {
    for (const id of JSON.parse(event.data)) changed.add(id);
    const many = changed.size;
    news.querySelector('span').textContent = many === 1 ? '1 dossier a changé' : `${many} dossiers ont changé`;
    news.hidden = false;
    for (const row of rows()) row.classList.toggle('queue__changed', changed.has(row.dataset.dossier));
  });
  source.addEventListener('ouverts', (event) => {
    const open = JSON.parse(event.data);
    for (const row of rows()) {
      const who = open[row.dataset.dossier];
      const said = row.querySelector('[data-ouvert]');
      said.hidden = !who;
      said.textContent = who ? `Ouvert par ${who.join(', ')}` : '';
    }
  });
  news.querySelector('[data-actualiser]').addEventListener('click', () => location.reload());
}

// Who reads a dossier is seen in the queue, for as long as the page is open.
const here = document.querySelector('[data-present]');
if (here && typeof EventSource === 'function') {
  const source = new EventSource(here.dataset.present);
  source.addEventListener('presents', (event) => {
    const who = JSON.parse(event.data);
    here.hidden = who.length === 0;
    here.textContent = who.length === 0 ? '' : `Aussi ouvert par ${who.join(', ')}`;
  });
  source.addEventListener('change', () => {
    const told = document.querySelector('[data-change]');
    if (told) told.hidden = false;
  });
}
