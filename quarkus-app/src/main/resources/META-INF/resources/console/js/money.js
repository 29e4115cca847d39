import { html, nothing, vars } from './lib.js';
import { get } from './api.js';
import { moment, usd } from './text.js';

const KINDS = { RESERVE: 'Reserve', CHARGE: 'Charge', RELEASE: 'Release', REFUND: 'Refund', ADJUST: 'Adjust' };
const BUDGETS = { tenant: 'In all', month: 'This month', day: 'Today' };

export function moneyPage({ update, session }) {
  let page = null;
  let budgets = [];
  let error = '';

  async function load(before) {
    try {
      const [entries, limits] = await Promise.all([get('/ledger?limit=100' + (before ? '&before=' + before : '')), get('/budgets')]);
      page = before ? { ...entries, items: [...page.items, ...entries.items] } : entries;
      budgets = limits;
    } catch (e) {
      error = e.message;
    }
    update();
  }

  const spent = (money) => (session.simulated ? money.simulatedSpentMicroUsd : money.spentMicroUsd);
  const held = (money) => (session.simulated ? money.simulatedHeldMicroUsd : money.heldMicroUsd);

  const budget = (b) => {
    const used = spent(b.used) + held(b.used);
    return html`<div class="budget">
      <h2>${BUDGETS[b.name] ?? b.name}</h2>
      <p class="big">${usd(spent(b.used))}</p>
      <p class="sub">${held(b.used) ? usd(held(b.used)) + ' held · ' : ''}${b.limitMicroUsd === null ? 'no limit' : 'of ' + usd(b.limitMicroUsd)}</p>
      ${b.limitMicroUsd === null ? nothing : html`<div class="spend" role="img" aria-label="${usd(used)} of ${usd(b.limitMicroUsd)}"><span class="spent" ${vars({ '--share': Math.min(1, spent(b.used) / b.limitMicroUsd) })}></span><span class="held" ${vars({ '--share': Math.min(1, held(b.used) / b.limitMicroUsd) })}></span></div>`}
    </div>`;
  };

  const row = (e) => html`<tr>
    <td data-label="Posted">${moment(e.postedAt)}</td>
    <td data-label="Kind">${KINDS[e.kind]}${e.simulated ? html` <span class="sub inline">simulated</span>` : nothing}</td>
    <td class="what" data-label="Job"><a href="#/jobs/${e.job}">${e.job}</a><span class="sub">${e.reason}</span></td>
    <td class="number ${e.amountMicroUsd < 0 ? 'minus' : ''}" data-label="Amount">${usd(e.amountMicroUsd)}</td>
  </tr>`;

  const month = new Date().toISOString().slice(0, 7);
  const money = session.simulated ? 'simulated' : 'real';
  load();
  return {
    view: () => html`
      <div class="head">
        <h1>Money</h1>
        <div class="tools"><a class="button" href="/api/v1/statements/${month}?format=csv&money=${money}" download>Statement, CSV</a></div>
      </div>
      ${error ? html`<p class="error" role="alert">${error}</p>` : nothing}
      <div class="budgets">${budgets.map(budget)}</div>
      ${page === null
        ? html`<p class="loading">Loading…</p>`
        : page.items.length === 0
          ? html`<div class="empty"><h2>Nothing was spent</h2><p>Reservations, charges and refunds appear here, each once and for good.</p></div>`
          : html`<table class="list ledger">
                <thead><tr><th scope="col">Posted</th><th scope="col">Kind</th><th scope="col">Job</th><th scope="col" class="number">Amount</th></tr></thead>
                <tbody>${page.items.map(row)}</tbody>
              </table>
              ${page.next ? html`<button class="button more" @click=${() => load(page.next)}>Show older entries</button>` : nothing}`}
    `,
  };
}
