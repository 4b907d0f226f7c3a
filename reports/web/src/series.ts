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
  const names = new Set(all<HTMLElement>('.workload tr[data-series]').map((row) => row.dataset.series ?? ''));
  const first = document.querySelector('.workload');
  if (first === null || names.size < 2 || names.size > most) return;
  const tools = make('div', { class: 'tools', role: 'group', 'aria-label': 'Runtimes to show' });
  tools.append('Show: ', ...[...names].sort().map(chip));
  first.before(tools);
}
