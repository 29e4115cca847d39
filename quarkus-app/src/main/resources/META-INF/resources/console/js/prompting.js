// Clicks and boxes on a picture, in the source's pixels.
import { html, svg, nothing } from './lib.js';

/** The marks a person has made, and the crosshair of who uses the keyboard. */
export class Marks {
  constructor(changed) {
    this.changed = changed;
    this.clear();
  }

  clear() {
    this.points = [];
    this.boxes = [];
    this.draft = null;
    this.cursor = null;
    this.corner = null;
    this.order = [];
    this.changed();
  }

  addPoint(x, y, foreground) {
    this.points.push({ x, y, foreground });
    this.order.push(this.points);
    this.changed();
  }

  addBox(a, b) {
    const box = { xMin: Math.min(a.x, b.x), yMin: Math.min(a.y, b.y), xMax: Math.max(a.x, b.x), yMax: Math.max(a.y, b.y) };
    if (box.xMax > box.xMin && box.yMax > box.yMin) {
      this.boxes.push(box);
      this.order.push(this.boxes);
    }
    this.changed();
  }

  remove(list, index) {
    list.splice(index, 1);
    this.order.splice(this.order.lastIndexOf(list), 1);
    this.changed();
  }

  undo() {
    this.order.pop()?.pop();
    this.changed();
  }
}

const DRAG = 6;

/** The layer over the picture of a frame. */
export function markLayer(marks, width, height, frame) {
  const place = (event) => {
    const area = event.currentTarget.getBoundingClientRect();
    const at = (value, size) => Math.max(0, Math.min(size - 1, Math.floor(value * size)));
    return { x: at((event.clientX - area.left) / area.width, width), y: at((event.clientY - area.top) / area.height, height) };
  };
  let from = null;
  const down = (event) => {
    if (event.button !== 0) return;
    event.currentTarget.setPointerCapture(event.pointerId);
    marks.from = { ...place(event), clientX: event.clientX, clientY: event.clientY };
  };
  const far = (event) => Math.hypot(event.clientX - marks.from.clientX, event.clientY - marks.from.clientY) > DRAG;
  const move = (event) => {
    from = marks.from;
    if (!from) return;
    marks.draft = far(event) ? { a: from, b: place(event) } : null;
    marks.changed();
  };
  const up = (event) => {
    if (!marks.from) return;
    const at = place(event);
    if (far(event)) marks.addBox(marks.from, at);
    else marks.addPoint(at.x, at.y, !event.shiftKey);
    marks.from = marks.draft = null;
    marks.changed();
  };
  const key = (event) => {
    const step = event.shiftKey && event.key.startsWith('Arrow') ? 1 : Math.max(1, Math.round(width / 50));
    const cursor = marks.cursor ?? { x: width >> 1, y: height >> 1 };
    const moves = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
    if (moves[event.key]) {
      const [dx, dy] = moves[event.key];
      marks.cursor = { x: Math.max(0, Math.min(width - 1, cursor.x + dx * step)), y: Math.max(0, Math.min(height - 1, cursor.y + dy * step)) };
      if (marks.corner) marks.draft = { a: marks.corner, b: marks.cursor };
    } else if (event.key === 'Enter' || event.key === ' ') {
      marks.cursor = cursor;
      marks.addPoint(cursor.x, cursor.y, !event.shiftKey);
    } else if (event.key.toLowerCase() === 'b') {
      marks.cursor = cursor;
      if (marks.corner) {
        marks.addBox(marks.corner, cursor);
        marks.corner = marks.draft = null;
      } else marks.corner = cursor;
    } else if (event.key === 'Escape') marks.corner = marks.draft = null;
    else if (event.key === 'Backspace' || event.key === 'Delete') marks.undo();
    else return;
    event.preventDefault();
    marks.changed();
  };
  const r = width / 110;
  const draft = marks.draft && {
    x: Math.min(marks.draft.a.x, marks.draft.b.x),
    y: Math.min(marks.draft.a.y, marks.draft.b.y),
    w: Math.abs(marks.draft.a.x - marks.draft.b.x),
    h: Math.abs(marks.draft.a.y - marks.draft.b.y),
  };
  return html`<svg class="marks" viewBox="0 0 ${width} ${height}" tabindex="0" role="application"
    aria-label="Frame ${frame}. Arrows move the crosshair, Enter marks the object, Shift and Enter marks what it is not, B begins and ends a box, Backspace takes the last mark back."
    @pointerdown=${down} @pointermove=${move} @pointerup=${up} @pointercancel=${() => { marks.from = marks.draft = null; marks.changed(); }} @keydown=${key}>
    ${marks.boxes.map((b) => svg`<rect class="box" x=${b.xMin} y=${b.yMin} width=${b.xMax - b.xMin} height=${b.yMax - b.yMin} />`)}
    ${draft ? svg`<rect class="box draft" x=${draft.x} y=${draft.y} width=${draft.w} height=${draft.h} />` : nothing}
    ${marks.points.map(
      (p) => svg`<g class=${p.foreground ? 'point yes' : 'point no'}><circle cx=${p.x} cy=${p.y} r=${r} />
        <path d=${p.foreground ? `M${p.x - r / 2} ${p.y}h${r}M${p.x} ${p.y - r / 2}v${r}` : `M${p.x - r / 2} ${p.y}h${r}`} /></g>`,
    )}
    ${marks.cursor ? svg`<path class="cursor" d="M${marks.cursor.x} 0V${height}M0 ${marks.cursor.y}H${width}" />` : nothing}
  </svg>`;
}
