// The marks of the charts carry their figures as <title>. The browser shows those late and not on touch; this shows them
// at once, and outlines the mark.
import { make } from './make';

export function addHints(): void {
  const tip = make('div', { class: 'tip', hidden: '', 'aria-hidden': 'true' });
  document.body.append(tip);
  const move = (event: PointerEvent): void => {
    const target = event.target instanceof Element ? event.target.closest('figure svg rect, figure svg circle') : null;
    const text = target?.querySelector('title')?.textContent ?? '';
    tip.hidden = text === '';
    if (tip.hidden) return;
    tip.textContent = text;
    const right = Math.min(event.clientX + 14, window.innerWidth - tip.offsetWidth - 8);
    tip.style.left = `${Math.max(8, right)}px`;
    tip.style.top = `${Math.max(8, event.clientY - tip.offsetHeight - 12)}px`;
  };
  document.addEventListener('pointermove', move, { passive: true });
  document.addEventListener('pointerdown', move, { passive: true });
  document.addEventListener('scroll', () => (tip.hidden = true), { passive: true });
}
