// A link to something folded away opens it, and the contents show where the reader is.
import { all } from './make';

function reveal(): void {
  const target = document.getElementById(location.hash.slice(1));
  if (target === null) return;
  for (let folded = target.closest('details'); folded !== null; folded = folded.parentElement?.closest('details') ?? null) {
    folded.open = true;
  }
  target.scrollIntoView();
}

function markCurrent(): void {
  const links = new Map(all<HTMLAnchorElement>('#contents a').map((link) => [link.hash.slice(1), link]));
  const visible = new Set<string>();
  const observer = new IntersectionObserver((entries) => {
    for (const entry of entries) {
      if (entry.isIntersecting) visible.add(entry.target.id);
      else visible.delete(entry.target.id);
    }
    const current = [...links.keys()].find((id) => visible.has(id));
    for (const [id, link] of links) {
      if (id === current) link.setAttribute('aria-current', 'true');
      else link.removeAttribute('aria-current');
    }
  }, { rootMargin: '-10% 0px -70% 0px' });
  for (const id of links.keys()) {
    const section = document.getElementById(id);
    if (section !== null) observer.observe(section);
  }
}

export function followLinks(): void {
  window.addEventListener('hashchange', reveal);
  if (location.hash.length > 1) reveal();
  markCurrent();
}
