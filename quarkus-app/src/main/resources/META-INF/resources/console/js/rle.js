// COCO's compressed run lengths, drawn without leaving their column order.

/** Reads runs from text into an array that grows; returns how many there are. The first run is background. */
export function readRuns(text, into) {
  let runs = 0;
  for (let i = 0; i < text.length; ) {
    let value = 0;
    let shift = 0;
    let code;
    do {
      code = text.charCodeAt(i++) - 48;
      value |= (code & 31) << shift;
      shift += 5;
    } while (code & 32);
    if (code & 16 && shift < 32) value |= -1 << shift;
    if (runs > 2) value += into[runs - 2];
    into[runs++] = value;
  }
  return runs;
}

/**
 * Draws masks on a canvas of the video's size. Runs go down columns, so they are filled into a picture that lies on its side,
 * where each is one stretch of memory; the canvas turns it upright. Only what has changed since the last frame is touched.
 */
export class MaskPainter {
  constructor(canvas, width, height) {
    canvas.width = width;
    canvas.height = height;
    this.width = width;
    this.height = height;
    this.context = canvas.getContext('2d');
    this.side = document.createElement('canvas');
    this.side.width = height;
    this.side.height = width;
    this.sideContext = this.side.getContext('2d');
    this.image = new ImageData(height, width);
    this.pixels = new Uint32Array(this.image.data.buffer);
    this.runs = new Int32Array(1 << 16);
    this.dirty = null;
  }

  /** @param segments [{counts, bbox, rgba}], later ones on top */
  draw(segments) {
    const old = this.dirty;
    const { height, pixels, runs } = this;
    if (old) pixels.fill(0, old.left * height, old.right * height);
    let left = this.width;
    let right = 0;
    let top = height;
    let bottom = 0;
    for (const { counts, bbox, rgba } of segments) {
      if (counts.length > runs.length) return this.grow(counts.length, segments);
      const n = readRuns(counts, runs);
      let at = 0;
      for (let i = 0; i < n; i++) {
        const end = at + runs[i];
        if (i & 1) pixels.fill(rgba, at, end);
        at = end;
      }
      left = Math.min(left, Math.floor(bbox[0]));
      right = Math.max(right, Math.ceil(bbox[0] + bbox[2]));
      top = Math.min(top, Math.floor(bbox[1]));
      bottom = Math.max(bottom, Math.ceil(bbox[1] + bbox[3]));
    }
    this.dirty = right > left ? { left, right, top, bottom } : null;
    this.show(old, this.dirty);
  }

  grow(size, segments) {
    this.runs = new Int32Array(size * 2);
    this.draw(segments);
  }

  show(old, now) {
    const all = [old, now].filter(Boolean);
    if (all.length === 0) return;
    const left = Math.max(0, Math.min(...all.map((d) => d.left)));
    const right = Math.min(this.width, Math.max(...all.map((d) => d.right)));
    const top = Math.max(0, Math.min(...all.map((d) => d.top)));
    const bottom = Math.min(this.height, Math.max(...all.map((d) => d.bottom)));
    const [w, h] = [right - left, bottom - top];
    this.sideContext.putImageData(this.image, 0, 0, top, left, h, w);
    this.context.setTransform(1, 0, 0, 1, 0, 0);
    this.context.clearRect(left, top, w, h);
    this.context.setTransform(0, 1, 1, 0, 0, 0);
    this.context.drawImage(this.side, top, left, h, w, top, left, h, w);
  }
}

/** Reads masks.jsonl as it arrives; told of every line. */
export async function readMasks(response, onHeader, onFrame) {
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  let first = true;
  const take = (line) => {
    if (!line) return;
    const value = JSON.parse(line);
    first ? onHeader(value) : onFrame(value);
    first = false;
  };
  for (;;) {
    const { value, done } = await reader.read();
    if (done) break;
    const lines = (rest + value).split('\n');
    rest = lines.pop();
    lines.forEach(take);
  }
  take(rest);
}
