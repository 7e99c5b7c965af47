// A web application with openid-client. It names the addresses that the browser is to open, one JSON
// object a line, and reads the addresses that the browser came back to, one a line.
import { createInterface } from "node:readline";
import * as client from "openid-client";

const settings = JSON.parse(process.env.CLIENT_SETTINGS);
const lines = createInterface({ input: process.stdin })[Symbol.asyncIterator]();
const tell = (said) => console.log(JSON.stringify(said));
const callback = async () => new URL((await lines.next()).value);

const provider = await client.discovery(
  new URL(settings.issuer),
  settings.client_id,
  {},
  client.ClientSecretBasic(settings.client_secret),
);

const verifier = client.randomPKCECodeVerifier();
const state = client.randomState();
const nonce = client.randomNonce();
tell({
  open: client.buildAuthorizationUrl(provider, {
    redirect_uri: settings.redirect_uri,
    scope: "openid profile email offline_access",
    code_challenge: await client.calculatePKCECodeChallenge(verifier),
    code_challenge_method: "S256",
    state,
    nonce,
    prompt: "consent",
    max_age: "3600",
  }).href,
});
const tokens = await client.authorizationCodeGrant(provider, await callback(), {
  pkceCodeVerifier: verifier,
  expectedState: state,
  expectedNonce: nonce,
  maxAge: 3600,
  idTokenExpected: true,
});
const claims = tokens.claims();
const person = await client.fetchUserInfo(provider, tokens.access_token, claims.sub);
const renewed = await client.refreshTokenGrant(provider, tokens.refresh_token);
const known = await client.fetchUserInfo(provider, renewed.access_token, claims.sub);
tell({ signed_in: person, again: known.sub === person.sub });

const logoutState = client.randomState();
tell({
  open: client.buildEndSessionUrl(provider, {
    id_token_hint: renewed.id_token ?? tokens.id_token,
    post_logout_redirect_uri: settings.post_logout_redirect_uri,
    state: logoutState,
  }).href,
});
const returned = await callback();
tell({ signed_out: returned.searchParams.get("state") === logoutState });
process.exit(0);
