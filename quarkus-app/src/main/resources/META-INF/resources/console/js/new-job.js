import { html, nothing, vars } from './lib.js';
import { get, send, upload } from './api.js';
import { optionsSheet } from './options.js';
import { Marks, markLayer } from './prompting.js';
import { count, roughly, seconds, usd } from './text.js';

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
  const order = { text: '', limit: '', objective: 'charge', maxChunk: '', overlap: '', parallel: '', sceneCuts: false, perObject: false, autoRepair: false, exports: new Set(), ask: false };
  let frame = 0; // the one that is shown
  let marked = 0; // the one that marks are in, or would be
  let arrived = true; // whether the picture is that of the frame
  let player = null; // the video element
  let quotedFor = '';
  let seeking;
  let timer;
  let asked = 0;
  const idempotencyKey = crypto.randomUUID?.() ?? String(Math.random()).slice(2);
  let turn = 0;
  let marks = null;
  marks = new Marks(() => {
    if (!isMarked()) marked = frame;
    changed();
    update();
  });

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
    [source, picture, video, quote, error, shown, player, quotedFor] = [null, null, null, null, '', true, null, ''];
    [frame, marked, arrived] = [0, 0, true];
    marks.clear();
  }

  const amount = (text) => (text === '' ? null : Number(text));

  function isMarked() {
    return marks !== null && marks.points.length + marks.boxes.length > 0;
  }

  const options = () => ({
    video: video?.id ?? source?.address,
    objective: order.objective,
    maxChunkSeconds: amount(order.maxChunk),
    overlapSeconds: amount(order.overlap),
    parallel: amount(order.parallel),
    perObject: order.perObject,
    points: marks.points,
    boxes: marks.boxes,
    atFrame: isMarked() ? marked : 0,
  });

  /** What a price depends on; the words matter where there are several, or marks that belong to one. */
  const priced = () => ({ ...options(), prompts: prompts().length > 1 || isMarked() || order.perObject ? prompts() : [] });

  /** Another order has another key; one whose price may differ is priced anew. */
  function changed() {
    turn++;
    if (source && JSON.stringify(priced()) !== quotedFor) requote();
  }

  function requote() {
    clearTimeout(timer);
    turn++;
    if (!video && !source?.address) return;
    quotedFor = JSON.stringify(priced());
    quoting = true;
    timer = setTimeout(async () => {
      const number = ++asked;
      try {
        const answer = await send('POST', '/quotes', priced());
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
          sceneCuts: order.sceneCuts,
          autoRepair: order.autoRepair,
          exports: [...order.exports],
          maxChargeUsd: amount(order.limit),
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

  const set = (field) => (event) => {
    order[field] = event.target.type === 'checkbox' ? event.target.checked : event.target.value;
    changed();
    update();
  };

  /** Shows a frame: the video goes to the middle of the time for which that frame is shown. */
  function show(index) {
    if (!Number.isInteger(index)) return;
    frame = Math.max(0, Math.min(video.frames - 1, index));
    if (!isMarked()) marked = frame;
    arrived = false;
    clearTimeout(seeking);
    seeking = setTimeout(async () => {
      const asked = frame;
      try {
        const { beginSeconds, endSeconds } = await get(`/videos/${video.id}/frames/${asked}`);
        if (asked === frame && player) player.currentTime = (beginSeconds + endSeconds) / 2;
      } catch (e) {
        error = e.message;
        update();
      }
    }, 40);
    update();
  }

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
    const element = player = event.target;
    picture = { width: element.videoWidth, height: element.videoHeight };
    shown = element.videoWidth > 0;
    update();
  };

  /** Marks belong to one frame: in another none can be made. */
  const markable = () =>
    picture && shown && (!video || (video.width === picture.width && video.height === picture.height)) && frame === marked && arrived;

  const frames = () => html`
    <div class="frames">
      <input type="range" min="0" max=${video.frames - 1} .value=${String(frame)} aria-label="Frame" @input=${(e) => show(Number(e.target.value))} />
      <label for="frame">Frame</label>
      <input id="frame" type="number" min="0" max=${video.frames - 1} step="1" .value=${String(frame)} @change=${(e) => show(Number(e.target.value))} />
      <span class="sub inline">of ${count(video.frames - 1)}</span>
    </div>`;

  const stage = () => {
    const size = picture ?? (video && { width: video.width, height: video.height });
    return html`
      <div class="stage" ${vars({ '--ratio': size ? `${size.width} / ${size.height}` : '16 / 9' })}>
        ${source.url && shown
          ? html`<video .src=${source.url} muted playsinline preload="auto" aria-label="Frame ${frame} of ${source.name}" @loadeddata=${loaded} @seeked=${() => { arrived = true; update(); }} @error=${() => { shown = false; update(); }}></video>`
          : html`<p class="no-picture">${source.address ? 'A video given by its address is not shown here before it runs.' : 'This browser cannot show this video. It can be segmented all the same; for clicks and boxes, choose one that it shows.'}</p>`}
        ${markable() ? markLayer(marks, picture.width, picture.height, frame) : nothing}
      </div>
      ${picture && shown && video && video.frames > 1 ? frames() : nothing}
      <div class="stage-foot">
        <span>${source.name}${video ? html` <span class="sub">${count(video.frames)} frames · ${video.width}×${video.height} · ${seconds(video.seconds)} · ${video.codec}</span>` : nothing}</span>
        <button class="quiet" @click=${() => { forget(); update(); }}>Another video</button>
      </div>
      ${progress !== null
        ? html`<div class="upload" role="progressbar" aria-label="Upload" aria-valuemin="0" aria-valuemax="100" aria-valuenow=${Math.round(progress * 100)}><span ${vars({ '--share': progress })}></span></div>
            <p class="help">${progress < 1 ? `Uploading ${Math.round(progress * 100)} %` : 'Reading every frame…'}</p>`
        : nothing}
      ${picture && shown && !isMarked()
        ? html`<p class="help">Click the object in the frame that shows it best; with Shift, click what it is not; drag a box around it. Or leave the picture and use words alone.</p>`
        : nothing}
      ${isMarked()
        ? html`<ul class="chips" aria-label="Marks">
              ${marks.points.map((p, i) => html`<li class=${p.foreground ? 'yes' : 'no'}>${p.foreground ? '+' : '−'} ${p.x}, ${p.y}<button aria-label="Remove this point" @click=${() => marks.remove(marks.points, i)}>×</button></li>`)}
              ${marks.boxes.map((b, i) => html`<li class="box">▭ ${b.xMin}, ${b.yMin} – ${b.xMax}, ${b.yMax}<button aria-label="Remove this box" @click=${() => marks.remove(marks.boxes, i)}>×</button></li>`)}
            </ul>
            <p class="help">${marked === 0
              ? 'The marks are in the first frame: its chunks run one after the other.'
              : html`The marks are in frame ${count(marked)}: a chunk starts there, and what is before it is looked for by words. Chunks run one after the other.`}
              ${frame === marked ? nothing : html` <button class="link" @click=${() => show(marked)}>Back to frame ${count(marked)}</button>, or remove the marks to mark another.`}</p>`
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
          <div><dt>Expected</dt><dd>${roughly(quote.plans.find((plan) => plan.objective === order.objective).expectedSeconds)}</dd></div>
          ${order.autoRepair ? html`<div><dt>Repair, at most</dt><dd>+ ${usd(quote.repairMicroUsd)}</dd></div>` : nothing}
        </dl>
        ${quote.normaliseReason ? html`<p class="help">Re-encoded first: ${quote.normaliseReason}.</p>` : nothing}
      </div>`;
    return html`<div class="price none" aria-live="polite"><div class="sum">${quoting ? '…' : '$–'}</div><p class="help">${quoting ? 'Pricing…' : 'The exact price appears once a video is here. Quotes are free.'}</p></div>`;
  };

  return {
    leave: () => { clearTimeout(timer); clearTimeout(seeking); if (source?.url) URL.revokeObjectURL(source.url); },
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
          ${optionsSheet({ order, quote, set })}
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
