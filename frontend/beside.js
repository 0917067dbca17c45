// Beside what is answered, what the sources say: of the question in hand, and of the cells of the tables.
//
// Nothing here is needed to answer: without it, the same is one link away. It is asked again after a while, for what
// a source says may change while a page stays open.
const FRESH = 30_000;

const dossier = () => location.pathname.match(/^\/dossiers\/[^/]+/)?.[0];
const step = () => location.pathname.split('/etapes/')[1];

// What was asked, by address: an answer, and when it came.
const kept = new Map();
const ask = (address) => {
  const known = kept.get(address);
  if (known && performance.now() - known.at < FRESH) return known.answer;
  const answer = fetch(address, { headers: { accept: 'text/html, application/json' } })
    .then((response) => (response.ok ? response.text() : Promise.reject(response.status)))
    .catch(() => {
      kept.delete(address);
    });
  kept.set(address, { answer, at: performance.now() });
  return answer;
};

// What each source says of a question, where the panel or the folded help of a question shows it.
// The panel keeps its place while the question in hand changes: what is shown is always of that one.
const say = () => {
  for (const room of document.querySelectorAll('[data-sources]')) {
    if (room.dataset.lu !== room.dataset.sources && room.checkVisibility()) tell(room, room.dataset.sources);
  }
};
const tell = async (room, about) => {
  room.dataset.lu = about;
  write(room, '');
  const said = await ask(`${dossier()}/donnees/extrait?champ=${encodeURIComponent(about)}`);
  if (said && room.dataset.sources === about) write(room, said);
};
// The link that the form draws, and knows the question of, gives way to what is said.
const write = (room, said) => {
  room.querySelector('.said')?.remove();
  room.firstElementChild.hidden = said !== '';
  if (!said) return;
  const told = document.createElement('div');
  told.className = 'said';
  told.innerHTML = said;
  room.append(told);
};

// The source of each cell that holds what a source gave; a cell that says otherwise since has none. Where all that a
// table holds came from one source, it is said once, under it.
const SEVERAL = 4;
let cells = [];
let asked = 0;
const under = (frame, table) => {
  const known = frame.nextElementSibling;
  if (known?.classList.contains('grid__sources')) return known;
  const line = document.createElement('p');
  line.className = 'grid__sources';
  const said = document.createElement('span');
  const link = document.createElement('a');
  link.className = 'fr-link fr-link--sm';
  link.href = `${dossier()}/donnees?champ=${encodeURIComponent(table)}`;
  link.textContent = 'Comparer les sources de ce tableau, signaler une erreur';
  line.append(said, link);
  frame.after(line);
  return line;
};
const isShown = (control) => control.tagName === 'OUTPUT';
const holds = ({ control, typed, shown }) => (isShown(control) ? control.textContent === shown : control.value === typed);
const isOfOne = (frame, own) => {
  const answers = [...frame.querySelectorAll('input:not([type=hidden]), select, textarea')].filter(({ value }) => value);
  return own.length >= SEVERAL
    && own.every((cell) => cell.origin === own[0].origin && holds(cell))
    && answers.length === own.filter(({ control }) => !isShown(control)).length;
};
const badge = ({ id, control, origin }, told) => {
  let line = document.getElementById(`${id}-origine`);
  if (!told) {
    line?.remove();
  } else if (!line) {
    line = document.createElement('span');
    line.id = `${id}-origine`;
    line.className = 'grid__origin';
    line.textContent = origin;
    control.after(line);
    const by = control.getAttribute('aria-describedby');
    if (by && !by.includes(line.id)) control.setAttribute('aria-describedby', `${by} ${line.id}`);
  }
};
const mark = () => {
  const frames = new Map();
  for (const cell of cells) {
    const control = document.getElementById(cell.id);
    const frame = control?.closest('.grid__frame');
    if (!frame) continue;
    if (!frames.has(frame)) frames.set(frame, []);
    frames.get(frame).push({ ...cell, control });
  }
  for (const [frame, own] of frames) {
    const once = isOfOne(frame, own);
    const said = once ? `${own.length} cases reprises\u00a0: ${own[0].origin}. ` : '';
    const room = under(frame, own[0].table).firstChild;
    if (room.textContent !== said) room.textContent = said;
    for (const cell of own) badge(cell, !once && holds(cell));
  }
};
const learn = async (anew = false) => {
  const key = step();
  if (!key) return;
  asked += 1;
  const turn = asked;
  const address = `${dossier()}/donnees/origines?etape=${encodeURIComponent(key)}`;
  if (anew) kept.delete(address);
  const said = await ask(address);
  if (!said || turn !== asked) return;
  const told = JSON.parse(said);
  cells = told.cells;
  offers = told.offers;
  steadily(() => {
    mark();
    offer();
    decide(told.waiting);
  });
};

// What arrives does not move away what somebody aims at, and waits until what they press is pressed: a click would go
// beside.
let pressed = false;
let waits = [];
const AIMED = ['button', 'a', 'summary', 'label', 'input', 'select', 'textarea'].map((name) => `${name}:hover`).join();
const steadily = (change) => {
  if (pressed) {
    waits.push(change);
    return;
  }
  const aimed = document.querySelector(AIMED);
  const before = aimed?.getBoundingClientRect().top;
  change();
  const moved = aimed?.isConnected ? aimed.getBoundingClientRect().top - before : 0;
  if (moved) scrollBy({ top: moved, behavior: 'instant' });
};
const released = () => {
  // After the click that comes with it.
  setTimeout(() => {
    pressed = false;
    const all = waits;
    waits = [];
    for (const change of all) steadily(change);
  });
};
addEventListener('pointerdown', () => { pressed = true; }, true);
addEventListener('pointerup', released, true);
addEventListener('pointercancel', released, true);

// What a source says otherwise, under its question: the form draws itself anew, and it is put there again.
let offers = [];
const offer = () => {
  const said = new Set(offers.map(({ id }) => `${id}-offre`));
  for (const line of document.querySelectorAll('.offer')) if (!said.has(line.id)) line.remove();
  for (const { id, said: text, href, link } of offers) {
    const control = document.getElementById(id);
    const room = control?.closest('.fr-input-group, .fr-select-group, .fr-fieldset, fieldset');
    // A table has its help under it: what is proposed stands before its first row.
    const known = control?.querySelector('.grid__frame') ?? (room ?? control)?.querySelector('details.known');
    if (!known) continue;
    let line = document.getElementById(`${id}-offre`);
    if (!line) {
      line = document.createElement('p');
      line.id = `${id}-offre`;
      line.className = 'offer';
      line.append(document.createElement('span'), ' ', document.createElement('a'));
      known.before(line);
    }
    if (line.firstChild.textContent !== text) line.firstChild.textContent = text;
    if (line.lastChild.textContent !== link) line.lastChild.textContent = link;
    if (line.lastChild.getAttribute('href') !== href) line.lastChild.href = href;
  }
};

// What sources say otherwise in this step, right before it is confirmed; the form of another step may be the same node.
const decide = (waiting) => {
  document.getElementById('a-decider')?.remove();
  document.querySelector('form .confirm')?.insertAdjacentHTML('beforebegin', waiting);
};
// What is answered may decide: it is asked again once it had the time to be saved.
const SAVED = 2_500;
let later;
addEventListener('change', () => {
  clearTimeout(later);
  later = setTimeout(() => learn(true), SAVED);
});

// The page is drawn anew in many small goes: it is looked at once they are done.
let due = false;
let shown;
const look = () => {
  if (due) return;
  due = true;
  requestAnimationFrame(() => {
    due = false;
    say();
    if (shown === location.pathname) {
      steadily(() => {
        mark();
        offer();
      });
    } else {
      shown = location.pathname;
      cells = [];
      offers = [];
      offer();
      decide('');
      learn();
    }
  });
};
new MutationObserver(look).observe(document.getElementById('piece') ?? document.body, {
  childList: true,
  subtree: true,
  attributeFilter: ['data-sources'],
});
addEventListener('toggle', look, true);
addEventListener('input', look);
addEventListener('change', look);
addEventListener('focusin', look);
look();
