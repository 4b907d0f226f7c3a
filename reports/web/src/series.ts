// A row of buttons, one per runtime: pressed shows it in every table and chart, not pressed hides it.
import { all, make } from './make';

const most = 40;

function show(name: string, visible: boolean): void {
  for (const element of all<HTMLElement | SVGElement>('[data-series]')) {
    if (element.dataset.series === name) element.classList.toggle('off', !visible);
  }
}

function chip(name: string): HTMLButtonElement {
  const button = make('button', { type: 'button', class: 'chip', 'aria-pressed': 'true' }, name);
  button.addEventListener('click', () => {
    const visible = button.getAttribute('aria-pressed') !== 'true';
    button.setAttribute('aria-pressed', String(visible));
    show(name, visible);
  });
  return button;
}

export function addSeriesFilter(): void {
  // A row of a table belongs to the runtime that heads it.
  const rows = all<HTMLElement>('.workload tbody tr');
  for (const row of rows) row.dataset.series = row.querySelector('th')?.textContent ?? '';
  const names = new Set(rows.map((row) => row.dataset.series ?? ''));
  const first = document.querySelector('.workload');
  if (first === null || names.size < 2 || names.size > most) return;
  const tools = make('div', { class: 'tools', role: 'group', 'aria-label': 'Runtimes to show' });
  tools.append('Show: ', ...[...names].sort().map(chip));
  first.before(tools);
}
