import { html, nothing, repeat, vars } from './lib.js';
import { get } from './api.js';
import { ago, count, ended, phase, usd } from './text.js';

export const pill = (name) => {
  const { words, kind } = phase(name);
  return html`<span class="pill ${kind}">${words}</span>`;
};

const filters = [
  ['', 'All'],
  ['open', 'Running'],
  ['DONE', 'Done'],
  ['FAILED', 'Failed'],
];

export function jobsPage({ update, may }) {
  let items = null;
  let next = null;
  let error = '';
  let filter = '';
  let text = '';
  let timer;

  const path = (after) =>
    '/jobs?limit=50' + (filter ? '&phase=' + filter : '') + (text ? '&q=' + encodeURIComponent(text) : '') + (after ? '&after=' + after : '');

  async function load() {
    clearTimeout(timer);
    try {
      const page = await get(path());
      if (!items || items.length <= 50) [items, next] = [page.items, page.next];
      else items = [...page.items, ...items.slice(50)];
      error = '';
    } catch (e) {
      error = e.message;
    }
    update();
    timer = setTimeout(load, items?.some((job) => !ended(job.phase)) ? 1500 : 6000);
  }

  async function more() {
    const page = await get(path(next));
    [items, next] = [[...items, ...page.items], page.next];
    update();
  }

  const show = (value) => {
    filter = value;
    items = null;
    load();
  };

  const row = (job) => html`
    <tr>
      <td class="what">
        <a href="#/jobs/${job.key}">${job.video}</a>
        <span class="sub">${job.prompts.join(', ')}</span>
      </td>
      <td data-label="State">
        ${pill(job.phase)}
        ${!ended(job.phase) && job.chunks
          ? html`<span class="meter" role="progressbar" aria-label="chunks done" aria-valuemin="0" aria-valuemax=${job.chunks} aria-valuenow=${job.chunksDone}
              ><span ${vars({ '--share': job.chunksDone / job.chunks })}></span
            ></span>`
          : nothing}
      </td>
      <td class="number" data-label="Frames">${job.frames ? count(job.frames) : '–'}</td>
      <td class="number" data-label="Charged">${usd(job.chargedMicroUsd)}</td>
      <td class="number" data-label="Quote">${usd(job.quotedMicroUsd)}</td>
      <td class="age" data-label="Ordered">${ago(job.createdAt)}</td>
    </tr>
  `;

  const empty = () =>
    filter || text
      ? html`<div class="empty"><h2>Nothing matches</h2><p>No job fits this filter.</p><button class="button" @click=${() => { text = ''; show(''); }}>Show all jobs</button></div>`
      : html`<div class="empty">
          <svg viewBox="0 0 160 96" width="160" height="96" aria-hidden="true">
            <rect x="1" y="1" width="158" height="94" rx="8" class="frame" />
            <path d="M48 70c-6-18 4-46 34-48s44 18 40 36-22 20-36 16-26 14-38-4z" class="mask" />
            <path d="M20 84h120" class="line" />
            <circle cx="62" cy="84" r="4" class="dot" />
          </svg>
          <h2>No jobs yet</h2>
          <p>Drop a video, say what to follow, and see the exact price. Nothing is charged before you press Run.</p>
          ${may('submit') ? html`<a class="button primary" href="#/new">Order the first job</a>` : nothing}
        </div>`;

  load();
  return {
    leave: () => clearTimeout(timer),
    view: () => html`
      <div class="head">
        <h1>Jobs</h1>
        <div class="tools">
          <div class="segments" role="group" aria-label="Show">
            ${filters.map(([value, words]) => html`<button aria-pressed=${filter === value} @click=${() => show(value)}>${words}</button>`)}
          </div>
          <input type="search" aria-label="Find by video, prompt or key" placeholder="Find…" .value=${text}
            @input=${(e) => { text = e.target.value; clearTimeout(timer); timer = setTimeout(() => { items = null; load(); }, 250); }} />
        </div>
      </div>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${items === null
        ? html`<p class="loading">Loading…</p>`
        : items.length === 0
          ? empty()
          : html`<table class="list">
                <thead>
                  <tr><th scope="col">Video</th><th scope="col">State</th><th scope="col" class="number">Frames</th><th scope="col" class="number">Charged</th><th scope="col" class="number">Quote</th><th scope="col" class="age">Ordered</th></tr>
                </thead>
                <tbody>${repeat(items, (job) => job.key, row)}</tbody>
              </table>
              ${next ? html`<button class="button more" @click=${more}>Show older jobs</button>` : nothing}`}
    `,
  };
}
