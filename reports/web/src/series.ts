// A row of buttons, one per runtime: pressed shows it in every table and chart, not pressed hides it. The choice stands in the address, so
// that it can be sent to someone.
import { asked, remember } from './address';
import { all, make } from './make';

const most = 40;
const parameter = 'hide';

function show(name: string, visible: boolean): void {
  for (const element of all<HTMLElement | SVGElement>('[data-series]')) {
    if (element.dataset.series === name) element.classList.toggle('off', !visible);
  }
}

/** Every cell of a column belongs to the runtime that heads it. */
function markColumns(table: HTMLTableElement): void {
  const heads = [...(table.tHead?.rows[0]?.cells ?? [])];
  for (const row of table.rows) {
    [...row.cells].forEach((cell, column) => {
      const name = heads[column]?.textContent ?? '';
      if (column > 0 && name !== '') cell.dataset.series = name;
    });
  }
}

function press(button: HTMLButtonElement, visible: boolean): void {
  button.setAttribute('aria-pressed', String(visible));
  show(button.textContent ?? '', visible);
}

export function addSeriesFilter(): void {
  // A row of a table belongs to the runtime that heads it.
  const rows = all<HTMLElement>('.workload tbody tr');
  for (const row of rows) row.dataset.series = row.querySelector('th')?.textContent ?? '';
  for (const table of all<HTMLTableElement>('.matrix table')) markColumns(table);
  const names = [...new Set(rows.map((row) => row.dataset.series ?? ''))].sort();
  const first = document.querySelector('.matrix') ?? document.querySelector('.workload');
  if (first === null || names.length < 2 || names.length > most) return;
  const chips = names.map((name) => make('button', { type: 'button', class: 'chip', 'aria-pressed': 'true' }, name));
  const isShown = (chip: HTMLButtonElement): boolean => chip.getAttribute('aria-pressed') === 'true';
  const choose = (visible: (chip: HTMLButtonElement) => boolean): void => {
    for (const chip of chips) press(chip, visible(chip));
    remember(parameter, chips.filter((chip) => !isShown(chip)).map((chip) => chip.textContent ?? ''));
  };
  for (const chip of chips) chip.addEventListener('click', () => choose((other) => (other === chip ? !isShown(other) : isShown(other))));
  const every = make('button', { type: 'button' }, 'all');
  every.addEventListener('click', () => choose(() => true));
  const none = make('button', { type: 'button' }, 'none');
  none.addEventListener('click', () => choose(() => false));
  const tools = make('div', { class: 'tools', role: 'group', 'aria-label': 'Runtimes to show' });
  tools.append('Compare: ', ...chips, every, none);
  first.before(tools);
  const hidden = new Set(asked(parameter));
  if (hidden.size > 0) choose((chip) => !hidden.has(chip.textContent ?? ''));
}
