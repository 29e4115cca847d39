import { html, nothing, vars } from './lib.js';
import { command, follow, get } from './api.js';
import { count, ended, moment, phase, plural, usd } from './text.js';
import { pill } from './jobs.js';
import { Player } from './player.js';

const EXPORTS = [
  ['coco', 'COCO'],
  ['youtube-vis', 'YouTube-VIS'],
  ['mots', 'MOTS'],
  ['cvat', 'CVAT'],
  ['datumaro', 'Datumaro'],
  ['label-studio', 'Label Studio'],
  ['csv', 'CSV'],
  ['svg', 'SVG'],
  ['png-tracks', 'PNG, a track each'],
  ['png-ids', 'PNG, ids'],
];

export function jobPage({ update, may, key }) {
  let job = null;
  let seams = [];
  let repairs = [];
  let player = null;
  let error = '';
  let told = '';
  let stop = () => {};
  let gone = false;
  let asking = '';

  async function load() {
    try {
      take(await get('/jobs/' + key));
      if (job && !ended(job.phase) && !gone) stop = follow(key, (next) => { error = ''; take(next); });
    } catch (e) {
      error = e.message;
      update();
    }
  }

  function take(next) {
    const before = job;
    job = { ...next, hasVideo: before && !before.hasVideo && player ? false : next.hasVideo };
    if (job.files.includes('masks.jsonl') && !player && !gone) {
      player = new Player(key, job, update);
      get(`/jobs/${key}/files/summary.json`).then((summary) => { seams = summary.seams ?? []; repairs = summary.repairs ?? []; update(); }).catch(() => {});
    }
    update();
  }

  async function tell(words) {
    asking = '';
    told = words;
    error = '';
    update();
    try {
      await command(key, words);
      take(await get('/jobs/' + key));
    } catch (e) {
      error = e.message;
    }
    told = '';
    update();
  }

  const action = (words, label, kind = '') => html`<button class="button ${kind}" ?disabled=${told !== ''} @click=${() => tell(words)}>${told === words ? '…' : label}</button>`;

  const actions = () => {
    if (ended(job.phase)) return nothing;
    return html`<div class="actions">
      ${may('approve') && job.phase === 'WAITING_FOR_APPROVAL' ? html`${action('approve', `Approve ${usd(job.quotedMicroUsd)}`, 'primary')} ${action('refuse', 'Refuse')}` : nothing}
      ${may('submit') ? html`
        ${job.phase === 'PAUSED' ? action('resume', 'Resume') : action('pause', 'Pause')}
        ${asking === 'cancel'
          ? html`<span class="confirm" role="group" aria-label="Cancel this job?">Stop it? What was paid for is kept. ${action('cancel', 'Cancel the job', 'danger')}<button class="button" @click=${() => { asking = ''; update(); }}>Keep going</button></span>`
          : html`<button class="button" @click=${() => { asking = 'cancel'; update(); }}>Cancel</button>`}` : nothing}
    </div>`;
  };

  const money = () => {
    const limit = Math.max(job.maxChargeMicroUsd ?? 0, job.quotedMicroUsd ?? 0, job.chargedMicroUsd + job.heldMicroUsd, 1);
    return html`<section class="panel money" aria-label="Charge">
      <dl class="figures">
        <div><dt>Charged</dt><dd class="big">${usd(job.chargedMicroUsd)}</dd></div>
        <div><dt>Held</dt><dd>${usd(job.heldMicroUsd)}</dd></div>
        <div><dt>Quote</dt><dd>${usd(job.quotedMicroUsd)}</dd></div>
        <div><dt>Limit</dt><dd>${job.maxChargeMicroUsd === null ? 'none' : usd(job.maxChargeMicroUsd)}</dd></div>
      </dl>
      <div class="spend" role="img" aria-label="${usd(job.chargedMicroUsd)} charged and ${usd(job.heldMicroUsd)} held of ${usd(limit)}">
        <span class="spent" ${vars({ '--share': job.chargedMicroUsd / limit })}></span><span class="held" ${vars({ '--share': job.heldMicroUsd / limit })}></span>
      </div>
    </section>`;
  };

  const seamBefore = (chunk) => seams.find((s) => s.laterChunk === chunk.index);
  const score = (seam) => (!seam ? '–' : seam.matches.length === 0 ? 'no match' : Math.min(...seam.matches.map((m) => m.score)).toFixed(3) + (seam.ambiguous ? ' ?' : ''));

  /** What there is to say of a chunk; where it was tried again, what became of that. */
  const note = (chunk) => {
    const it = repairs.find((one) => one.chunk === chunk.index);
    if (!it) return chunk.note ? html`<span class="sub">${chunk.note}</span>` : nothing;
    const frames = it.badFramesAfter === null ? '' : ` (${count(it.badFramesBefore)} bad frames, then ${count(it.badFramesAfter)})`;
    return html`<span class="sub">Tried again, ${it.kept === 'repaired' ? 'second' : 'first'} result kept: ${it.why}${frames}</span>`;
  };

  /** What was ordered beyond the usual. */
  const wishes = () =>
    [
      job.objective === 'latency' ? 'shortest wait' : job.objective === 'balanced' ? 'price and wait in balance' : '',
      job.sceneCuts ? 'chunks meet between scenes' : '',
      job.perObject ? 'each object by itself' : '',
      job.autoRepair ? 'bad chunks tried again' : '',
    ].filter(Boolean);

  const marks = () => {
    const many = job.points.length + job.boxes.length;
    return many ? ` with ${plural(many, 'mark')}${job.atFrame ? ` in frame ${count(job.atFrame)}` : ''}` : '';
  };

  const decisions = (chunk) => {
    if (!may('approve')) return nothing;
    const number = chunk.index + 1;
    if (chunk.phase === 'NEEDS_OPERATOR')
      return html`<a class="button small" href="#/queue">Decide</a>`;
    if (chunk.phase === 'FAILED' && job.phase === 'NEEDS_OPERATOR')
      return html`<button class="button small" @click=${() => tell(`retry-chunk ${number}`)}>Retry</button> <button class="button small" @click=${() => tell(`skip-chunk ${number}`)}>Skip</button>`;
    return nothing;
  };

  const chunks = () => {
    if (job.chunks.length === 0) return html`<p class="help">${ended(job.phase) ? 'It ended before it was planned.' : `${phase(job.phase).words}… the plan comes next.`}</p>`;
    return html`
      <div class="timeline" role="img" aria-label="${plural(job.chunks.length, 'chunk')}, ${job.chunks.filter((c) => c.phase === 'DONE').length} done">
        ${job.chunks.map((c) => html`<span class=${phase(c.phase).kind} title="Chunk ${c.index + 1}: ${phase(c.phase).words}" ${vars({ '--share': c.endFrame - c.startFrame })}></span>`)}
      </div>
      <div class="scroll" tabindex="0" role="region" aria-label="Chunks">
        <table class="chunks">
          <thead><tr><th scope="col" class="number">#</th><th scope="col" class="number">Frames</th><th scope="col">State</th><th scope="col" class="number">Attempts</th><th scope="col" class="number">Charge</th><th scope="col" class="number">Seam before</th><th scope="col">Prediction</th><th scope="col" aria-label="Decision"></th></tr></thead>
          <tbody>
            ${job.chunks.map(
              (c) => html`<tr>
                <td class="number">${c.index + 1}</td>
                <td class="number">${count(c.startFrame)}–${count(c.endFrame - 1)}</td>
                <td>${pill(c.phase)}${note(c)}</td>
                <td class="number">${c.attempts}</td>
                <td class="number">${usd(c.chargedMicroUsd)}</td>
                <td class="number">${score(seamBefore(c))}</td>
                <td><code>${c.predictionId ?? '–'}</code></td>
                <td>${decisions(c)}</td>
              </tr>`,
            )}
          </tbody>
        </table>
      </div>`;
  };

  const exports = () => html`<details class="menu"><summary class="button">Export</summary>
    <div class="sheet">
      <p class="group">Result</p>
      ${job.files.map((name) => html`<a href="/api/v1/jobs/${key}/files/${name}" download=${name}>${name}</a>`)}
      <p class="group">As another format</p>
      ${EXPORTS.map(([name, words]) => html`<a href="/api/v1/jobs/${key}/exports/${name}" download>${words}</a>`)}
    </div>
  </details>`;

  load();
  return {
    leave: () => { gone = true; stop(); player?.leave(); },
    view: () => {
      if (!job) return error ? html`<div class="empty"><h2>This job is not here</h2><p>${error}</p><a class="button" href="#/">All jobs</a></div>` : html`<p class="loading">Loading…</p>`;
      return html`
        <p class="crumb"><a href="#/">Jobs</a></p>
        <div class="head">
          <div>
            <h1>${job.video}</h1>
            <p class="sub">“${job.prompts.join(', ')}”${marks()} · ${job.frames ? plural(job.frames, 'frame') + ' · ' : ''}ordered ${moment(job.createdAt)} · ${wishes().map((wish) => `${wish} · `)}<code>${job.key}</code></p>
          </div>
          <div class="tools" aria-live="polite">${pill(job.phase)} ${job.files.length ? exports() : nothing}</div>
        </div>
        ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
        ${job.failure || job.note ? html`<p class="notice ${job.failure ? 'bad' : ''}">${job.failure ?? job.note}</p>` : nothing}
        ${actions()}
        ${money()}
        ${player ? html`<section class="panel" aria-label="Masks"><h2>Masks</h2>${player.view()}</section>` : nothing}
        <section class="panel" aria-label="Plan"><h2>${job.chunks.length ? plural(job.chunks.length, 'chunk') : 'Chunks'}</h2>${chunks()}</section>
      `;
    },
  };
}
