import { html, nothing, vars } from './lib.js';
import { send, upload } from './api.js';
import { Marks, markLayer } from './prompting.js';
import { count, seconds, usd } from './text.js';

const USUAL_LENGTH = 32;
const LONGEST = 1000;
const FORMATS = [
  ['coco', 'COCO'],
  ['youtube-vis', 'YouTube-VIS'],
  ['mots', 'MOTS'],
  ['cvat', 'CVAT'],
  ['csv', 'CSV'],
  ['overlay', 'Overlay video'],
];

/** A video's name as the beginning of a job's key. */
const slug = (name) => (name.replace(/\.[^.]*$/, '').replace(/[^A-Za-z0-9._-]+/g, '-').replace(/^-+|-+$/g, '') || 'video').slice(0, 60);

export function newJobPage({ update, session }) {
  let source = null; // { file, url } or { address }
  let picture = null; // { width, height } once the browser shows the first frame
  let shown = true;
  let video = null; // what the service says about the upload
  let progress = null;
  let error = '';
  let quote = null;
  let quoting = false;
  let ordering = false;
  let over = false;
  let address = '';
  const order = { text: '', limit: '', objective: 'charge', exports: new Set(), ask: false };
  const marks = new Marks(() => update());
  let timer;
  let asked = 0;
  const idempotencyKey = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  let turn = 0;

  function take(file) {
    if (!file) return;
    forget();
    source = { file, url: URL.createObjectURL(file), name: file.name };
    progress = 0;
    update();
    const mine = source;
    upload(file, (share) => { if (source === mine) { progress = share; update(); } })
      .then((answer) => {
        if (source !== mine) return;
        video = answer;
        progress = null;
        requote();
        update();
      })
      .catch((e) => { if (source === mine) { error = e.message; progress = null; update(); } });
  }

  function forget() {
    if (source?.url) URL.revokeObjectURL(source.url);
    [source, picture, video, quote, error, shown] = [null, null, null, null, '', true];
    marks.clear();
  }

  const options = () => ({ video: video?.id ?? source?.address, objective: order.objective });

  function requote() {
    clearTimeout(timer);
    turn++;
    if (!video && !source?.address) return;
    quoting = true;
    timer = setTimeout(async () => {
      const number = ++asked;
      try {
        const answer = await send('POST', '/quotes', options());
        if (number === asked) [quote, error] = [answer, ''];
      } catch (e) {
        if (number === asked) [quote, error] = [null, e.message];
      }
      if (number === asked) quoting = false;
      update();
    }, 200);
  }

  const prompts = () => order.text.split(',').map((text) => text.trim()).filter(Boolean);
  const ready = () => quote && !quoting && prompts().length > 0 && order.text.length <= LONGEST && !ordering && !overLimit();
  const overLimit = () => order.limit !== '' && quote && Number(order.limit) * 1e6 < quote.quoteMicroUsd && !order.ask;

  async function run(event) {
    event.preventDefault();
    if (!ready()) return;
    ordering = true;
    error = '';
    update();
    try {
      const job = await send('POST', '/jobs', {
          ...options(),
          requestKey: `${slug(source.name)}-${idempotencyKey.slice(0, 6)}${turn || ''}`,
          prompts: prompts(),
          points: marks.points,
          boxes: marks.boxes,
          exports: [...order.exports],
          maxChargeUsd: order.limit === '' ? null : Number(order.limit),
          ask: order.ask,
        },
        { 'Idempotency-Key': `${idempotencyKey}-${turn}` });
      location.hash = '#/jobs/' + job.key;
    } catch (e) {
      error = e.message;
      ordering = false;
      turn++;
      update();
    }
  }

  const set = (field) => (event) => { order[field] = event.target.value; turn++; update(); };

  const drop = (event) => {
    event.preventDefault();
    over = false;
    take(event.dataTransfer.files[0]);
    update();
  };

  const useAddress = (event) => {
    event.preventDefault();
    if (!/^https?:\/\/./i.test(address)) {
      error = 'Give an http or https address.';
      return update();
    }
    const wanted = address;
    forget();
    source = { address: wanted, name: wanted.split('/').pop() };
    requote();
    update();
  };

  const dropZone = () => html`
    <div class="drop ${over ? 'over' : ''}" @dragover=${(e) => { e.preventDefault(); if (!over) { over = true; update(); } }} @dragleave=${() => { over = false; update(); }} @drop=${drop}>
      <svg viewBox="0 0 48 48" width="40" height="40" aria-hidden="true"><rect x="5" y="10" width="38" height="28" rx="4" /><path d="M24 30V18m-6 5 6-6 6 6" /></svg>
      <p class="lead">Drop a video here</p>
      <p><label class="button">Choose a file<input type="file" class="hidden-input" accept="video/*,.mkv,.ts,.mxf" @change=${(e) => take(e.target.files[0])} /></label></p>
      <form class="address" @submit=${useAddress}>
        <label for="address">or give its address</label>
        <div class="row"><input id="address" type="url" placeholder="https://…" .value=${address} @input=${(e) => { address = e.target.value; }} /><button class="button">Use</button></div>
      </form>
    </div>
  `;

  const loaded = (event) => {
    const element = event.target;
    picture = { width: element.videoWidth, height: element.videoHeight };
    shown = element.videoWidth > 0;
    update();
  };

  const stage = () => {
    const size = picture ?? (video && { width: video.width, height: video.height });
    return html`
      <div class="stage" ${vars({ '--ratio': size ? `${size.width} / ${size.height}` : '16 / 9' })}>
        ${source.url && shown
          ? html`<video .src=${source.url} muted playsinline preload="auto" aria-label="First frame of ${source.name}" @loadeddata=${loaded} @error=${() => { shown = false; update(); }}></video>`
          : html`<p class="no-picture">${source.address ? 'A video given by its address is not shown here before it runs.' : 'This browser cannot show this video. It can be segmented all the same; for clicks and boxes, choose one that it shows.'}</p>`}
        ${picture && shown && (!video || (video.width === picture.width && video.height === picture.height)) ? markLayer(marks, picture.width, picture.height) : nothing}
      </div>
      <div class="stage-foot">
        <span>${source.name}${video ? html` <span class="sub">${count(video.frames)} frames · ${video.width}×${video.height} · ${seconds(video.seconds)} · ${video.codec}</span>` : nothing}</span>
        <button class="quiet" @click=${() => { forget(); update(); }}>Another video</button>
      </div>
      ${progress !== null
        ? html`<div class="upload" role="progressbar" aria-label="Upload" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(progress * 100)}><span ${vars({ '--share': progress })}></span></div>
            <p class="help">${progress < 1 ? `Uploading ${Math.round(progress * 100)} %` : 'Reading every frame…'}</p>`
        : nothing}
      ${picture && shown && marks.points.length + marks.boxes.length === 0
        ? html`<p class="help">Click the object in the first frame; with Shift, click what it is not; drag a box around it. Or leave the picture and use words alone.</p>`
        : nothing}
      ${marks.points.length + marks.boxes.length > 0
        ? html`<ul class="chips" aria-label="Marks">
              ${marks.points.map((p, i) => html`<li class=${p.foreground ? 'yes' : 'no'}>${p.foreground ? '+' : '−'} ${p.x}, ${p.y}<button aria-label="Remove this point" @click=${() => marks.remove(marks.points, i)}>×</button></li>`)}
              ${marks.boxes.map((b, i) => html`<li class="box">▭ ${b.xMin}, ${b.yMin} – ${b.xMax}, ${b.yMax}<button aria-label="Remove this box" @click=${() => marks.remove(marks.boxes, i)}>×</button></li>`)}
            </ul>
            <p class="help">Marks bind the job to the first frame: its chunks run one after the other.</p>`
        : nothing}
    `;
  };

  const price = () => {
    if (quote)
      return html`<div class="price ${quoting ? 'stale' : ''}" aria-live="polite">
        <div class="sum">${usd(quote.quoteMicroUsd)}</div>
        <dl>
          <div><dt>Predictions</dt><dd>${count(quote.chunks.length)}</dd></div>
          <div><dt>Billed</dt><dd>${count(quote.billedSeconds)} s</dd></div>
          <div><dt>Least possible</dt><dd>${usd(quote.floorMicroUsd)}</dd></div>
        </dl>
        ${quote.normaliseReason ? html`<p class="help">Re-encoded first: ${quote.normaliseReason}.</p>` : nothing}
      </div>`;
    return html`<div class="price none" aria-live="polite"><div class="sum">${quoting ? '…' : '$–'}</div><p class="help">${quoting ? 'Pricing…' : 'The exact price appears once a video is here. Quotes are free.'}</p></div>`;
  };

  return {
    leave: () => { clearTimeout(timer); if (source?.url) URL.revokeObjectURL(source.url); },
    view: () => html`
      <div class="head"><h1>New job</h1></div>
      <div class="order">
        <section aria-label="Video" class="left">${source ? stage() : dropZone()}</section>
        <form class="right" @submit=${run}>
          <div class="field">
            <label for="text">What to follow</label>
            <input id="text" .value=${order.text} maxlength=${LONGEST} placeholder="red ball" autocomplete="off" aria-describedby="text-help" @input=${set('text')} />
            <p id="text-help" class="help split"><span>Short noun phrases, separated by commas.</span><span class="tally ${order.text.length > USUAL_LENGTH ? 'warn' : ''}">${order.text.length} / ${USUAL_LENGTH}</span></p>
            ${order.text.length > USUAL_LENGTH ? html`<p class="warn-text">Longer than the model's sibling takes: it may be refused, at no charge.</p>` : nothing}
          </div>
          <fieldset class="field">
            <legend>Also write</legend>
            <div class="checks">
              ${FORMATS.map(([name, words]) => html`<label><input type="checkbox" .checked=${order.exports.has(name)} @change=${(e) => { e.target.checked ? order.exports.add(name) : order.exports.delete(name); turn++; update(); }} />${words}</label>`)}
            </div>
          </fieldset>
          <details>
            <summary>Plan and limit</summary>
            <div class="field">
              <label for="objective">Cut the video for</label>
              <select id="objective" @change=${(e) => { order.objective = e.target.value; requote(); update(); }}>
                <option value="charge">the lowest price</option>
                <option value="latency">the shortest wait</option>
                <option value="balanced">a balance of both</option>
              </select>
            </div>
            <div class="field">
              <label for="limit">Most it may cost, USD</label>
              <input id="limit" type="number" min="0" step="0.01" inputmode="decimal" placeholder="no limit of its own" .value=${order.limit} @input=${set('limit')} />
            </div>
            <label class="check"><input type="checkbox" .checked=${order.ask} @change=${(e) => { order.ask = e.target.checked; turn++; update(); }} />Where it would fail, wait for a person</label>
          </details>
          ${price()}
          ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
          ${overLimit() ? html`<p class="error" role="alert">The quote is over your limit of ${usd(Number(order.limit) * 1e6)}.</p>` : nothing}
          <button class="button primary wide" ?disabled=${!ready()}>${ordering ? 'Ordering…' : quote ? `Run for ${usd(quote.quoteMicroUsd)}` : 'Run'}</button>
          <p class="help">${session.simulated ? 'Simulated: nothing is paid.' : 'Reserved now; charged as predictions finish.'}</p>
        </form>
      </div>
    `,
  };
}
