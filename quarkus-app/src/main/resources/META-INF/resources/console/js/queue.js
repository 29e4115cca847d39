import { html, nothing } from './lib.js';
import { command, get } from './api.js';
import { ago, usd } from './text.js';

const TITLES = {
  approval: 'A quote over a budget waits for approval',
  submit: 'Nobody knows whether this submit was received',
  chunk: 'A chunk failed and asks what to do',
};

export function queuePage({ update }) {
  let items = null;
  let error = '';
  let timer;
  let found = {};

  async function load() {
    clearTimeout(timer);
    try {
      items = await get('/operator/queue');
    } catch (e) {
      error = e.message;
    }
    update();
    timer = setTimeout(load, 3000);
  }

  async function decide(item, words) {
    error = '';
    try {
      await command(item.job, words);
      items = items.filter((other) => other !== item);
    } catch (e) {
      error = e.message;
    }
    update();
  }

  const button = (item, words, label, kind = '') => html`<button class="button ${kind}" @click=${() => decide(item, words)}>${label}</button>`;

  const choices = (item) => {
    const number = item.chunk + 1;
    if (item.kind === 'approval') return html`${button(item, 'approve', `Approve ${usd(item.amountMicroUsd)}`, 'primary')} ${button(item, 'refuse', 'Refuse')}`;
    if (item.kind === 'chunk') return html`${button(item, `retry-chunk ${number}`, 'Try again', 'primary')} ${button(item, `skip-chunk ${number}`, 'Leave a gap')}`;
    const id = `${item.job}-${item.chunk}`;
    return html`<form class="row" @submit=${(e) => { e.preventDefault(); decide(item, `resolve-submit ${number} found:${found[id]}`); }}>
        <label class="unseen" for="found-${id}">Prediction id</label>
        <input id="found-${id}" required pattern="[A-Za-z0-9_-]+" placeholder="prediction id" @input=${(e) => { found[id] = e.target.value; }} />
        <button class="button primary">This is it</button>
      </form>
      ${button(item, `resolve-submit ${number} absent`, 'It does not exist: send again')} ${button(item, `resolve-submit ${number} abandon`, 'Give the chunk up')}`;
  };

  load();
  return {
    leave: () => clearTimeout(timer),
    view: () => html`
      <div class="head"><h1>Decisions</h1></div>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      ${items === null
        ? html`<p class="loading">Loading…</p>`
        : items.length === 0
          ? html`<div class="empty"><h2>Nobody is needed</h2><p>Approvals, and submits whose outcome cannot be found out, wait here until a person decides.</p></div>`
          : items.map(
              (item) => html`<section class="panel decision" aria-label=${TITLES[item.kind]}>
                <h2>${TITLES[item.kind]}</h2>
                <p class="sub"><a href="#/jobs/${item.job}">${item.video}</a>${item.chunk === null ? nothing : html` · chunk ${item.chunk + 1}`}${item.attempt === null ? nothing : html`, attempt ${item.attempt}`} · ${usd(item.amountMicroUsd)} · ${ago(item.since)}</p>
                ${item.why ? html`<p>${item.why}</p>` : nothing}
                ${item.kind === 'submit' ? html`<p class="help">Look at the provider's list of predictions. Sending again what was received is paid for twice.</p>` : nothing}
                <div class="actions">${choices(item)}</div>
              </section>`,
            )}
    `,
  };
}
