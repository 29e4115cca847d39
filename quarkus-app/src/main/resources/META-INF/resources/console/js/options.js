// How a job is cut, asked for and paid: what most orders leave as it is.
import { html, nothing } from './lib.js';
import { plural, roughly, usd } from './text.js';

const OBJECTIVES = [
  ['charge', 'Lowest price'],
  ['latency', 'Shortest wait'],
  ['balanced', 'In between'],
];

/**
 * @param order what is ordered; its fields are written by set
 * @param quote what the service says of it; null where there is none yet
 * @param set gives what writes a field when its control changes
 */
export function optionsSheet({ order, quote, set }) {
  const plan = (name) => quote?.plans.find((one) => one.objective === name);

  const objective = ([name, words]) => {
    const it = plan(name);
    return html`<label class="choice">
      <input type="radio" name="objective" value=${name} .checked=${order.objective === name} @change=${set('objective')} />
      <span class="name">${words}</span>
      <span class="figure">${it ? html`${usd(it.quoteMicroUsd)} <span class="sub">${plural(it.predictions, 'prediction')} · ${roughly(it.expectedSeconds)}</span>` : nothing}</span>
    </label>`;
  };

  const check = (field, words, help) => html`<label class="check with-help">
    <input type="checkbox" .checked=${order[field]} @change=${set(field)} />
    <span>${words}${help ? html`<span class="sub">${help}</span>` : nothing}</span>
  </label>`;

  const numeric = (field, words, attributes) => html`<div class="field">
    <label for=${field}>${words}</label>
    <input id=${field} type="number" inputmode="decimal" min=${attributes.min} max=${attributes.max} step=${attributes.step} placeholder=${attributes.usual} .value=${order[field]} @input=${set(field)} />
  </div>`;

  const each = () => {
    if (!quote?.perObjectMicroUsd) return 'Where several things are named: a prediction each, and tracks that stay apart.';
    return `${usd(quote.perObjectMicroUsd)} for ${quote.objects} objects, in place of ${usd(quote.forAllMicroUsd)} for all together.`;
  };

  return html`<details class="options">
    <summary>Options</summary>
    <fieldset class="field">
      <legend>Cut the video for</legend>
      ${OBJECTIVES.map(objective)}
      <p class="help">Times are a guess: 20 s a prediction, and as long as it plays.</p>
    </fieldset>
    <div class="three">
      ${numeric('maxChunk', 'Max chunk, s', { min: 1, max: 600, step: 'any', usual: '599.5' })}
      ${numeric('overlap', 'Overlap, s', { min: 0, max: 300, step: 'any', usual: 'auto' })}
      ${numeric('parallel', 'At once', { min: 1, max: 100, step: 1, usual: '4' })}
    </div>
    <div class="stack">
      ${check('sceneCuts', 'Let chunks meet between scenes', 'As far as that costs nothing; the video is looked through first.')}
      ${check('perObject', 'Ask for each object by itself', each())}
      ${check('autoRepair', 'Try chunks that look bad once more', quote ? `At most ${usd(quote.repairMicroUsd)} more, and never over a limit or budget.` : 'Within the limit and the budgets.')}
      ${check('ask', 'Where it would fail, wait for a person')}
    </div>
    <div class="field">
      <label for="limit">Most it may cost, USD</label>
      <input id="limit" type="number" min="0" step="0.01" inputmode="decimal" placeholder="no limit of its own" .value=${order.limit} @input=${set('limit')} />
    </div>
  </details>`;
}
