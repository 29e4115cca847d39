import { html, nothing } from './lib.js';
import { get } from './api.js';
import { moment } from './text.js';

export function auditPage({ update }) {
  let page = null;
  let error = '';

  async function load(before) {
    try {
      const next = await get('/audit?limit=100' + (before ? '&before=' + before : ''));
      page = before ? { ...next, items: [...page.items, ...next.items] } : next;
    } catch (e) {
      error = e.message;
    }
    update();
  }

  load();
  return {
    view: () => html`
      <div class="head"><h1>Audit</h1></div>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${page === null
        ? html`<p class="loading">Loading…</p>`
        : page.items.length === 0
          ? html`<div class="empty"><h2>Nothing was changed</h2><p>Every order and every decision is written down here before it is carried out.</p></div>`
          : html`<table class="list">
                <thead><tr><th scope="col" class="number">#</th><th scope="col">When</th><th scope="col">Who</th><th scope="col">What</th><th scope="col">Outcome</th></tr></thead>
                <tbody>${page.items.map((e) => html`<tr><td class="number" data-label="#">${e.seq}</td><td data-label="When">${moment(e.at)}</td><td data-label="Who">${e.actor}</td><td class="what" data-label="What"><code>${e.action} ${e.subject}</code></td><td data-label="Outcome">${e.outcome}</td></tr>`)}</tbody>
              </table>
              ${page.next ? html`<button class="button more" @click=${() => load(page.next)}>Show older rows</button>` : nothing}`}
    `,
  };
}
