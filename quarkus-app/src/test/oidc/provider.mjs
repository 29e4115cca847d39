// An OpenID Connect provider for tests: node provider.mjs FOLDER-OF-oidc-provider PORT REDIRECT-URI
// Its sign-in page takes any password of alice (acme: read, submit) and of bob, who has no tenant.
import { pathToFileURL } from 'node:url';

const [folder, port, redirectUri] = process.argv.slice(2);
const { default: Provider } = await import(pathToFileURL(`${folder}/lib/index.js`));
const people = {
  alice: { tenant: 'acme', groups: ['read', 'submit'] },
  bob: { groups: ['read', 'submit', 'approve', 'admin'] },
};

const provider = new Provider(`http://127.0.0.1:${port}`, {
  clients: [{
    client_id: 'sam3flow',
    client_secret: 'a secret of the tests, long enough to encrypt with',
    redirect_uris: [redirectUri],
  }],
  claims: { openid: ['sub', 'tenant', 'groups'] },
  conformIdTokenClaims: false,
  findAccount: (_, id) => people[id] && { accountId: id, claims: () => ({ sub: id, ...people[id] }) },
  pkce: { required: () => false },
});
provider.listen(Number(port), '127.0.0.1', () => console.log('ready'));
