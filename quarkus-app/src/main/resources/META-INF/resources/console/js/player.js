// The mask player: the source with its masks, frame by frame.
import { html, nothing, ref, vars } from './lib.js';
import { MaskPainter, readMasks } from './rle.js';
import { count } from './text.js';

const PALETTE = ['#f97316', '#22d3ee', '#a3e635', '#f472b6', '#facc15', '#818cf8', '#34d399', '#fb7185', '#c084fc', '#38bdf8'];
const OPACITY = 0.55;

const packed = (hex) => {
  const rgb = parseInt(hex.slice(1), 16);
  return ((Math.round(OPACITY * 255) << 24) | ((rgb & 255) << 16) | (rgb & 0xff00) | (rgb >> 16)) >>> 0;
};

export class Player {
  constructor(key, job, update) {
    Object.assign(this, { key, job, update, header: null, frames: [], pts: [], tracks: [], findings: [], frame: 0, error: '', loaded: false, playing: false });
    this.times = [];
    this.stopped = false;
    this.keydown = (event) => this.onKey(event);
    this.load();
  }

  async load() {
    try {
      const response = await fetch(`/api/v1/jobs/${this.key}/files/masks.jsonl`);
      if (!response.ok) throw new Error('The masks could not be fetched.');
      let told = 0;
      await readMasks(
        response,
        (header) => {
          this.header = header;
          this.tracks = header.tracks.map((t, i) => ({ ...t, colour: PALETTE[i % PALETTE.length], visible: true }));
          this.byId = new Map(this.tracks.map((t) => [t.id, t]));
          this.update();
        },
        (line) => {
          this.pts.push(line.pts);
          this.frames.push(line.segments.map((s) => ({ track: s.track, counts: s.rle.counts, bbox: s.bbox, area: s.area })));
          if (this.frames.length === 1) this.paint();
          if (performance.now() - told > 250) {
            told = performance.now();
            this.update();
          }
        },
      );
      this.loaded = true;
      const quality = await fetch(`/api/v1/jobs/${this.key}/files/quality.json`);
      if (quality.ok) this.findings = (await quality.json()).findings;
    } catch (error) {
      this.error = error.message;
    }
    this.update();
  }

  leave() {
    this.stopped = true;
    this.playing = false;
    this.video?.pause();
  }

  canvasRef = ref((canvas) => {
    if (canvas && this.header && this.painter?.canvas !== canvas) {
      const { width, height } = this.header.video;
      this.painter = new MaskPainter(canvas, width, height);
      this.painter.canvas = canvas;
      this.paint();
    }
  });

  videoRef = ref((video) => {
    if (!video || this.video === video) return;
    this.video = video;
    const follow = (now, meta) => {
      if (this.stopped || this.video !== video) return;
      this.goTo(this.at(meta.mediaTime), false);
      video.requestVideoFrameCallback(follow);
    };
    video.requestVideoFrameCallback?.(follow);
  });

  /** The frame shown at a time: the last that has begun, with half a millisecond for rounding. */
  at(seconds) {
    const micros = seconds * 1e6 + 500 + (this.pts[0] ?? 0);
    let [low, high] = [0, this.pts.length - 1];
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      this.pts[middle] <= micros ? (low = middle) : (high = middle - 1);
    }
    return Math.max(0, low);
  }

  paint() {
    if (!this.painter || !this.frames[this.frame]) return;
    this.painter.draw(
      this.frames[this.frame]
        .filter((s) => this.byId.get(s.track)?.visible)
        .map((s) => ({ ...s, rgba: packed(this.byId.get(s.track).colour) })),
    );
    this.painted = (this.painted ?? 0) + 1;
  }

  /** Shows a frame; where it was asked for, the video follows to the middle of that frame. */
  goTo(frame, seek = true) {
    const wanted = Math.max(0, Math.min(this.frames.length - 1, frame));
    if (seek && this.video) {
      const begin = this.pts[wanted] - this.pts[0];
      const end = (this.pts[wanted + 1] ?? this.pts[wanted] + 20_000) - this.pts[0];
      this.video.currentTime = (begin + end) / 2e6;
    }
    this.frame = wanted;
    this.paint();
    this.clock();
  }

  /** What moves with every frame is written directly; the page around it is not drawn anew. */
  clock() {
    const number = document.getElementById('frame-number');
    if (number) number.textContent = `${count(this.frame)} / ${count(Math.max(0, this.frames.length - 1))}`;
    const scrub = document.getElementById('scrub');
    if (scrub) {
      scrub.value = this.frame;
      scrub.setAttribute('aria-valuetext', `frame ${this.frame}`);
    }
  }

  toggle() {
    this.playing = !this.playing;
    if (this.video) this.playing ? this.video.play() : this.video.pause();
    else if (this.playing) this.runWithoutVideo();
    this.update();
  }

  runWithoutVideo() {
    const start = performance.now() - (this.pts[this.frame] - this.pts[0]) / 1000;
    const tick = (now) => {
      if (!this.playing || this.stopped) return;
      const frame = this.at((now - start) / 1000);
      this.goTo(frame, false);
      if (frame >= this.frames.length - 1) {
        this.playing = false;
        this.update();
      } else requestAnimationFrame(tick);
    };
    if (this.frame >= this.frames.length - 1) {
      this.frame = 0;
      return this.runWithoutVideo();
    }
    requestAnimationFrame(tick);
  }

  step(by) {
    if (this.playing) this.toggle();
    this.goTo(this.frame + by);
  }

  onKey(event) {
    if (/^(INPUT|SELECT|BUTTON|TEXTAREA|SUMMARY|A)$/.test(event.target.tagName) && event.target.id !== 'scrub') return;
    const actions = { ' ': () => this.toggle(), ArrowLeft: () => this.step(event.shiftKey ? -10 : -1), ArrowRight: () => this.step(event.shiftKey ? 10 : 1), Home: () => this.step(-1e9), End: () => this.step(1e9) };
    if (!actions[event.key]) return;
    event.preventDefault();
    actions[event.key]();
  }

  view() {
    if (this.error) return html`<p class="error" role="alert">${this.error}</p>`;
    if (!this.header) return html`<p class="loading">Fetching masks…</p>`;
    const { width, height, frames } = this.header.video;
    const share = (frame) => frame / Math.max(1, frames);
    return html`
      <div class="player" @keydown=${this.keydown}>
        <div class="screen" tabindex="0" role="group" aria-label="Player. Space plays, arrows step one frame, with Shift ten." ${vars({ '--ratio': `${width} / ${height}` })} @click=${() => this.toggle()}>
          ${this.job.hasVideo
            ? html`<video ${this.videoRef} src="/api/v1/jobs/${this.key}/video" muted playsinline preload="auto" @ended=${() => { this.playing = false; this.update(); }} @error=${() => { this.job.hasVideo = false; this.video = null; this.update(); }}></video>`
            : nothing}
          <canvas ${this.canvasRef} aria-hidden="true"></canvas>
        </div>
        <div class="controls">
          <button class="round" aria-label=${this.playing ? 'Pause' : 'Play'} @click=${() => this.toggle()}>
            <svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d=${this.playing ? 'M3 2h4v12H3zM9 2h4v12H9z' : 'M3 1.5v13l11-6.5z'} /></svg>
          </button>
          <button class="round" aria-label="One frame back" @click=${() => this.step(-1)}><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M3 2h2v12H3zM13 2v12L6 8z" /></svg></button>
          <button class="round" aria-label="One frame on" @click=${() => this.step(1)}><svg viewBox="0 0 16 16" width="14" height="14" aria-hidden="true"><path d="M11 2h2v12h-2zM3 2v12l7-6z" /></svg></button>
          <div class="scrubber">
            <div class="strips" aria-hidden="true">
              ${this.tracks.map((t) => html`<span class=${t.visible ? '' : 'off'} ${vars({ '--from': share(t.firstFrame), '--to': share(t.lastFrame + 1), '--colour': t.colour })}></span>`)}
            </div>
            <input id="scrub" type="range" min="0" max=${Math.max(0, frames - 1)} .value=${String(this.frame)} aria-label="Frame" @input=${(e) => { if (this.playing) this.toggle(); this.goTo(Number(e.target.value)); }} />
            <div class="findings">
              ${this.findings.slice(0, 200).map((f) => html`<button class="finding" title=${f.sentence} aria-label=${`Finding at frame ${f.startFrame}: ${f.sentence}`} ${vars({ '--at': share(f.startFrame) })} @click=${() => this.goTo(f.startFrame)}></button>`)}
            </div>
          </div>
          <span class="number frame-number" id="frame-number">${count(this.frame)} / ${count(Math.max(0, frames - 1))}</span>
        </div>
        ${this.loaded ? nothing : html`<p class="help">${count(this.frames.length)} of ${count(frames)} frames fetched…</p>`}
        <div class="under">
          <section aria-label="Tracks">
            <h3>Tracks</h3>
            ${this.tracks.length === 0 ? html`<p class="help">Nothing was found in this video.</p>` : nothing}
            <ul class="tracks">
              ${this.tracks.map(
                (t) => html`<li>
                  <input type="color" .value=${t.colour} aria-label="Colour of track ${t.id}" @input=${(e) => { t.colour = e.target.value; this.paint(); this.update(); }} />
                  <label><input type="checkbox" .checked=${t.visible} @change=${(e) => { t.visible = e.target.checked; this.paint(); this.update(); }} /><span class="label">${t.label} <span class="sub">#${t.id}${t.merged ? ' · merged' : ''}</span></span></label>
                  <button class="quiet number" @click=${() => this.goTo(t.firstFrame)} aria-label="Go to frame ${t.firstFrame}, where track ${t.id} begins">${count(t.firstFrame)}–${count(t.lastFrame)}</button>
                </li>`,
              )}
            </ul>
          </section>
          <section aria-label="Quality">
            <h3>Quality</h3>
            ${this.findings.length === 0
              ? html`<p class="help">${this.loaded ? 'Nothing looks wrong.' : '…'}</p>`
              : html`<ul class="notes">${this.findings.slice(0, 8).map((f) => html`<li><button class="link" @click=${() => this.goTo(f.startFrame)}><span class="number">${count(f.startFrame)}</span> ${f.sentence}</button></li>`)}</ul>
                ${this.findings.length > 8 ? html`<p class="help">and ${this.findings.length - 8} more, in <a href="/api/v1/jobs/${this.key}/files/quality.json">quality.json</a></p>` : nothing}`}
          </section>
        </div>
      </div>
    `;
  }
}
