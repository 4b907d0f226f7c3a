// A button per runtime, in groups: pressed shows it in every table and chart, not pressed hides it. The choice stands in the address, so
// that it can be sent to someone.
import { asked, remember } from './address';
import { all, make } from './make';

const most = 60;
const parameter = 'hide';
const usual = 'C++';

interface Chip {
  name: string;
  group: string;
  button: HTMLButtonElement;
}

function isShown(chip: Chip): boolean {
  return chip.button.getAttribute('aria-pressed') === 'true';
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

/** A row of a table belongs to the runtime that heads it. */
function chipsOfRows(): Chip[] {
  const groups = new Map<string, string>();
  for (const row of all<HTMLElement>('.workload tbody tr')) {
    const head = row.querySelector<HTMLElement>('th');
    row.dataset.series = head?.textContent ?? '';
    const group = head?.dataset.group ?? usual;
    if (group !== usual || !groups.has(row.dataset.series)) groups.set(row.dataset.series, group);
  }
  return [...groups].sort().map(([name, group]) => ({ name, group, button: make('button', { type: 'button', class: 'chip', 'aria-pressed': 'true' }, name) }));
}

export function addSeriesFilter(): void {
  const chips = chipsOfRows();
  for (const table of all<HTMLTableElement>('.matrix table')) markColumns(table);
  const first = document.querySelector('.matrix') ?? document.querySelector('.workload');
  if (first === null || chips.length < 2 || chips.length > most) return;
  const choose = (visible: (chip: Chip) => boolean): void => {
    const shown = new Map(chips.map((chip) => [chip.name, visible(chip)]));
    for (const chip of chips) chip.button.setAttribute('aria-pressed', String(shown.get(chip.name)));
    for (const element of all<HTMLElement | SVGElement>('[data-series]')) {
      element.classList.toggle('off', shown.get(element.dataset.series ?? '') === false);
    }
    remember(parameter, chips.filter((chip) => !isShown(chip)).map((chip) => chip.name));
  };
  const action = (words: string, visible: (chip: Chip) => boolean): HTMLButtonElement => {
    const button = make('button', { type: 'button' }, words);
    button.addEventListener('click', () => choose(visible));
    return button;
  };
  const groups = [...new Set(chips.map((chip) => chip.group))].sort();
  const tools = make('div', { class: 'tools', role: 'group', 'aria-label': 'Runtimes to show' });
  tools.append('Show: ', action('all', () => true), action('none', () => false));
  for (const group of groups) {
    if (groups.length > 1) tools.append(action(`only ${group}`, (chip) => chip.group === group));
  }
  for (const group of groups) {
    const line = make('div', { class: 'chips' });
    if (groups.length > 1) line.append(make('span', { class: 'how' }, group));
    for (const chip of chips.filter((one) => one.group === group)) {
      chip.button.addEventListener('click', () => choose((other) => (other === chip ? !isShown(other) : isShown(other))));
      line.append(chip.button);
    }
    tools.append(line);
  }
  first.before(tools);
  const hidden = new Set(asked(parameter));
  if (hidden.size > 0) choose((chip) => !hidden.has(chip.name));
}
