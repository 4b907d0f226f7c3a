// Search and filter over the findings. They are in the page already: this only hides what does not match.
import { asked, remember } from './address';
import { all, make } from './make';

const most = 50;

interface Entry {
  element: HTMLElement;
  section: HTMLElement | null;
  text: string;
  check: string;
  severity: string;
  state: string;
}

function choice(label: string, values: string[]): HTMLSelectElement {
  const select = make('select', { 'aria-label': label });
  select.append(make('option', { value: '' }, label));
  for (const value of values) select.append(make('option', { value }, value));
  return select;
}

function entries(list: HTMLElement): Entry[] {
  return all<HTMLElement>('.finding', list).map((element) => ({
    element,
    section: element.closest<HTMLElement>('.file'),
    text: (element.querySelector('summary')?.textContent ?? '').toLowerCase(),
    check: element.dataset.check ?? '',
    severity: element.dataset.severity ?? '',
    state: element.dataset.state ?? '',
  }));
}

function distinct(values: string[]): string[] {
  return [...new Set(values)].sort();
}

export function addFindingSearch(): void {
  const list = document.getElementById('finding-list');
  if (list === null) return;
  const known = entries(list);
  const sections = all<HTMLElement>('.file', list);
  const search = make('input', { type: 'search', placeholder: 'Search file, message or check', 'aria-label': 'Search findings' });
  const check = choice('All checks', distinct(known.map((entry) => entry.check)));
  const severity = choice('All severities', distinct(known.map((entry) => entry.severity)));
  const states = distinct(known.map((entry) => entry.state)).filter((state) => state !== '');
  const state = choice('New and old', states);
  const count = make('output', { 'aria-live': 'polite' });
  const update = (): void => {
    const words = search.value.toLowerCase().split(/\s+/).filter((word) => word !== '');
    const kept = new Set<HTMLElement>();
    let shown = 0;
    for (const entry of known) {
      const matches =
        (check.value === '' || entry.check === check.value) &&
        (severity.value === '' || entry.severity === severity.value) &&
        (state.value === '' || entry.state === state.value) &&
        words.every((word) => entry.text.includes(word));
      entry.element.hidden = !matches;
      if (!matches) continue;
      shown += 1;
      if (entry.section !== null) kept.add(entry.section);
    }
    const narrowed = words.length > 0 || check.value !== '' || severity.value !== '' || state.value !== '';
    for (const section of sections) {
      section.hidden = !kept.has(section);
      // Files are folded where there are very many: the few that match are opened.
      if (section instanceof HTMLDetailsElement) section.open = narrowed && kept.size <= most;
    }
    count.textContent = `${shown} of ${known.length}`;
    remember('search', words);
    remember('check', check.value === '' ? [] : [check.value]);
    remember('severity', severity.value === '' ? [] : [severity.value]);
    remember('state', state.value === '' ? [] : [state.value]);
  };
  search.value = asked('search').join(' ');
  check.value = asked('check')[0] ?? '';
  severity.value = asked('severity')[0] ?? '';
  state.value = asked('state')[0] ?? '';
  for (const control of [search, check, severity, state]) control.addEventListener('input', update);
  const tools = make('div', { class: 'tools', role: 'search' });
  tools.append(search, check, severity, ...(states.length > 1 ? [state] : []), count);
  list.before(tools);
  update();
}
