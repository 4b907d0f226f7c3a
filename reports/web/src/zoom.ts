// A chart in a window of its own: the wheel zooms at the pointer, dragging moves, buttons do both for the keyboard.
import { all, make } from './make';

interface View {
  x: number;
  y: number;
  width: number;
  height: number;
}

const closest = 12;

function whole(svg: SVGSVGElement): View {
  const [x = 0, y = 0, width = 1, height = 1] = (svg.getAttribute('viewBox') ?? '').split(' ').map(Number);
  return { x, y, width, height };
}

/** Keeps the view inside the drawing and between once and `closest` times its size. */
function fitted(view: View, limit: View): View {
  const width = Math.min(limit.width, Math.max(limit.width / closest, view.width));
  const height = (width / limit.width) * limit.height;
  const x = Math.min(Math.max(view.x, limit.x), limit.x + limit.width - width);
  const y = Math.min(Math.max(view.y, limit.y), limit.y + limit.height - height);
  return { x, y, width, height };
}

function zoomable(svg: SVGSVGElement): (factor: number, atX?: number, atY?: number) => void {
  const limit = whole(svg);
  let view = limit;
  const show = (next: View): void => {
    view = fitted(next, limit);
    svg.setAttribute('viewBox', `${view.x} ${view.y} ${view.width} ${view.height}`);
  };
  const zoom = (factor: number, atX = 0.5, atY = 0.5): void => {
    const width = view.width / factor;
    const height = view.height / factor;
    show({ x: view.x + (view.width - width) * atX, y: view.y + (view.height - height) * atY, width, height });
  };
  svg.addEventListener('wheel', (event) => {
    event.preventDefault();
    const box = svg.getBoundingClientRect();
    zoom(event.deltaY < 0 ? 1.25 : 0.8, (event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height);
  }, { passive: false });
  svg.addEventListener('pointermove', (event) => {
    if (event.buttons !== 1) return;
    const scale = view.width / svg.getBoundingClientRect().width;
    show({ ...view, x: view.x - event.movementX * scale, y: view.y - event.movementY * scale });
  });
  return zoom;
}

function button(text: string, label: string, action: () => void): HTMLButtonElement {
  const made = make('button', { type: 'button', 'aria-label': label }, text);
  made.addEventListener('click', action);
  return made;
}

function open(figure: HTMLElement, drawing: SVGSVGElement): void {
  const dialog = make('dialog', { 'aria-label': figure.querySelector('strong')?.textContent ?? 'Chart' });
  const copy = drawing.cloneNode(true) as SVGSVGElement;
  copy.removeAttribute('aria-labelledby');
  copy.setAttribute('aria-hidden', 'true');
  for (const named of all('[id]', copy)) named.removeAttribute('id');
  const zoom = zoomable(copy);
  const tools = make('div', { class: 'tools' });
  tools.append(
    button('+', 'Zoom in', () => zoom(1.5)),
    button('−', 'Zoom out', () => zoom(1 / 1.5)),
    button('Close', 'Close', () => dialog.close()),
  );
  const frame = make('figure');
  frame.append(copy);
  dialog.append(tools, frame);
  dialog.addEventListener('close', () => dialog.remove());
  document.body.append(dialog);
  dialog.showModal();
}

export function addZoom(): void {
  for (const figure of all<HTMLElement>('figure')) {
    const drawing = figure.querySelector<SVGSVGElement>('svg[role=img]');
    if (drawing === null) continue;
    const title = figure.querySelector('strong')?.textContent ?? 'chart';
    const enlarge = button('⤢', `Enlarge: ${title}`, () => open(figure, drawing));
    enlarge.className = 'enlarge';
    figure.append(enlarge);
  }
}
