// Light, dark, or as the system has it. Remembered where the browser allows it; a file:// page or a sandbox may not.
import { make } from './make';

const names = ['system', 'light', 'dark'] as const;
const key = 'unblock-theme';

function remembered(): string {
  try {
    return localStorage.getItem(key) ?? 'system';
  } catch (error) {
    if (error instanceof DOMException) return 'system';
    throw error;
  }
}

function remember(theme: string): void {
  try {
    localStorage.setItem(key, theme);
  } catch (error) {
    if (!(error instanceof DOMException)) throw error;
  }
}

function apply(theme: string): void {
  if (theme === 'system') delete document.documentElement.dataset.theme;
  else document.documentElement.dataset.theme = theme;
}

export function addThemeChoice(): void {
  const header = document.querySelector('header');
  if (header === null) return;
  const button = make('button', { type: 'button', class: 'theme' });
  const show = (theme: string): void => {
    apply(theme);
    button.dataset.value = theme;
    button.textContent = `Theme: ${theme}`;
  };
  button.addEventListener('click', () => {
    const next = names[(names.findIndex((name) => name === button.dataset.value) + 1) % names.length] ?? 'system';
    remember(next);
    show(next);
  });
  show(remembered());
  header.append(make('span', { class: 'spacer' }), button);
}
