// Heads of tables become buttons. A cell sorts by the number in data-v, or by its text.
import { all, make } from './make';

function value(row: HTMLTableRowElement, column: number): number | string {
  const cell = row.cells[column];
  if (cell === undefined || cell.colSpan > 1) return Number.POSITIVE_INFINITY;
  const number = cell.dataset.v;
  if (number !== undefined) return Number(number);
  const text = cell.textContent?.trim() ?? '';
  return text === '–' ? Number.POSITIVE_INFINITY : text;
}

function compare(a: number | string, b: number | string): number {
  if (typeof a === 'number' && typeof b === 'number') return a === b ? 0 : a - b;
  if (typeof a === typeof b) return String(a).localeCompare(String(b), undefined, { numeric: true });
  return typeof a === 'number' ? 1 : -1;
}

function sort(table: HTMLTableElement, head: HTMLTableCellElement): void {
  const body = table.tBodies[0];
  if (body === undefined) return;
  const descending = head.getAttribute('aria-sort') === 'ascending';
  for (const other of all('th[aria-sort]', table)) other.removeAttribute('aria-sort');
  head.setAttribute('aria-sort', descending ? 'descending' : 'ascending');
  const keyed = [...body.rows].map((row) => ({ row, key: value(row, head.cellIndex) }));
  // What has no value stays at the end, whichever way the rest is sorted.
  const last = (key: number | string): boolean => key === Number.POSITIVE_INFINITY;
  keyed.sort((a, b) => {
    if (last(a.key) || last(b.key)) return Number(last(a.key)) - Number(last(b.key));
    return descending ? compare(b.key, a.key) : compare(a.key, b.key);
  });
  body.append(...keyed.map((entry) => entry.row));
}

export function addSorting(): void {
  for (const table of all<HTMLTableElement>('table.sortable')) {
    if ((table.tBodies[0]?.rows.length ?? 0) < 2) continue;
    for (const head of all<HTMLTableCellElement>('thead th', table)) {
      const button = make('button', { type: 'button' }, head.textContent ?? '');
      button.addEventListener('click', () => sort(table, head));
      head.replaceChildren(button);
    }
  }
}
