import { html, render, nothing } from './lib.js';
import { get, send } from './api.js';
import { jobsPage } from './jobs.js';
import { newJobPage } from './new-job.js';
import { jobPage } from './job.js';
import { moneyPage } from './money.js';
import { queuePage } from './queue.js';
import { auditPage } from './audit.js';

const routes = [
  [/^#\/new$/, 'New job', newJobPage, '#/new'],
  [/^#\/jobs\/([^/]+)$/, 'Job', jobPage, '#/'],
  [/^#\/money$/, 'Money', moneyPage, '#/money'],
  [/^#\/queue$/, 'Decisions', queuePage, '#/queue'],
  [/^#\/audit$/, 'Audit', auditPage, '#/audit'],
  [/^(#\/?)?$/, 'Jobs', jobsPage, '#/'],
];

let session = null;
let page = null;
let waiting = 0;
let tab = '#/';
let keyError = '';

const may = (scope) => session.scopes.includes(scope);

async function start() {
  session = await get('/session');
  if (session.signedIn) await look();
  navigate();
}

async function look() {
  if (may('approve')) waiting = (await get('/operator/queue').catch(() => [])).length;
}

function navigate() {
  page?.leave?.();
  page = null;
  if (session.signedIn) {
    const [pattern, title, make, owner] = routes.find(([p]) => p.test(location.hash)) ?? routes.at(-1);
    tab = owner;
    document.title = `${title} · sam3flow`;
    page = make({ update, session, may, key: decodeURIComponent(location.hash.match(pattern)?.[1] ?? '') });
  }
  update();
  window.scrollTo(0, 0);
}

function update() {
  render(session.signedIn ? shell() : signIn(), document.body);
}

const link = (to, words, badge) => html`
  <a href=${to} aria-current=${tab === to ? 'page' : nothing}>${words}${badge ? html` <span class="badge">${badge}</span>` : nothing}</a>
`;

const shell = () => html`
  <a class="skip" href="#main" @click=${(e) => { e.preventDefault(); document.getElementById('main').focus(); }}>Skip to content</a>
  <header class="bar">
    <a class="mark" href="#/" aria-label="sam3flow, jobs"><img src="icon.svg" alt="" width="22" height="22" />sam3flow</a>
    <nav aria-label="Pages">
      ${link('#/', 'Jobs')} ${may('approve') ? link('#/queue', 'Decisions', waiting) : nothing} ${link('#/money', 'Money')}
      ${may('admin') ? link('#/audit', 'Audit') : nothing}
    </nav>
    <div class="bar-end">
      ${session.secured
        ? html`<span class="who" title=${session.name}>${session.tenant}</span>
            <button class="quiet" @click=${signOut}>Sign out</button>`
        : nothing}
      ${may('submit') ? html`<a class="button primary" href="#/new">New job</a>` : nothing}
    </div>
  </header>
  ${session.simulated
    ? html`<p class="banner" role="note"><strong>Simulated.</strong> No provider key is set: masks are made up on this machine and no money moves.</p>`
    : nothing}
  <main id="main" tabindex="-1">${page?.view()}</main>
`;

const signIn = () => html`
  <main class="sign-in" id="main">
    <img src="icon.svg" alt="" width="40" height="40" />
    <h1>Sign in to sam3flow</h1>
    ${session.oidc ? html`<a class="button primary wide" href="/api/v1/session/oidc">Sign in with your organisation</a><p class="or">or with an API key</p>` : nothing}
    <form @submit=${submitKey}>
      <label for="key">API key</label>
      <input id="key" name="key" type="password" autocomplete="current-password" placeholder="sam3_…" required aria-describedby="key-help" />
      <p id="key-help" class="help">Made by an operator with <code>sam3 key create</code>. It is exchanged for a session and not kept here.</p>
      ${keyError ? html`<p class="error" role="alert">${keyError}</p>` : nothing}
      <button class="button ${session.oidc ? '' : 'primary'} wide">Sign in</button>
    </form>
  </main>
`;

async function submitKey(event) {
  event.preventDefault();
  try {
    session = await send('POST', '/session', { key: new FormData(event.target).get('key') });
    keyError = '';
    await look();
    navigate();
  } catch (error) {
    keyError = error.message;
    update();
  }
}

async function signOut() {
  await send('DELETE', '/session');
  session = await get('/session');
  navigate();
}

window.addEventListener('hashchange', navigate);
start().catch((error) => render(html`<main class="sign-in"><h1>The service does not answer</h1><p>${error.message}</p></main>`, document.body));
