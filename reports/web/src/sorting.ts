// Heads of tables become buttons. A column of numbers sorts by the number and its unit, any other by its text.
import { all, make } from './make';

const units: Record<string, number> = {
  ns: 1, 'µs': 1e3, ms: 1e6, s: 1e9, B: 1, kB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12, '/s': 1, 'k/s': 1e3, 'M/s': 1e6, 'G/s': 1e9,
};

/** "×1.35", "88.0 µs", "1,234", "3.1e-05"; what has no number is infinite. */
export function quantity(text: string): number {
  const match = /^[×±]?(-?[\d.,]+(?:e[+-]?\d+)?)\s*(\S*)/.exec(text.trim());
  if (match === null) return Number.POSITIVE_INFINITY;
  return Number((match[1] ?? '').replaceAll(',', '')) * (units[match[2] ?? ''] ?? 1);
}

function value(row: HTMLTableRowElement, column: number, numeric: boolean): number | string {
  const cell = row.cells[column];
  if (cell === undefined || cell.colSpan > 1) return Number.POSITIVE_INFINITY;
  const text = cell.textContent?.trim() ?? '';
  return numeric ? quantity(text) : text;
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
  const keyed = [...body.rows].map((row) => ({ row, key: value(row, head.cellIndex, head.classList.contains('n')) }));
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
