// A public client in a browser: code with PKCE, tokens and claims by fetch from another origin.
const here = `${location.origin}/`;
const manager = new oidc.UserManager({
  authority: SETTINGS.issuer,
  client_id: SETTINGS.client_id,
  redirect_uri: here,
  post_logout_redirect_uri: here,
  scope: "openid profile email offline_access",
  prompt: "consent",
  loadUserInfo: true,
  automaticSilentRenew: false,
});
const show = (person) => {
  document.getElementById("person").textContent = person;
};
const fault = (error) => {
  document.getElementById("fault").textContent = String(error);
};
const attempt = (action) => () => action().catch(fault);

document.getElementById("sign-in").onclick = attempt(() => manager.signinRedirect());
document.getElementById("sign-out").onclick = attempt(() => manager.signoutRedirect({ state: "leaving" }));
document.getElementById("renew").onclick = attempt(async () => {
  const before = await manager.getUser();
  const after = await manager.signinSilent();
  show(`renewed ${before.access_token !== after.access_token} ${after.profile.name}`);
});

attempt(async () => {
  const query = new URLSearchParams(location.search);
  if (query.has("code") || query.has("error")) {
    const user = await manager.signinCallback();
    history.replaceState({}, "", here);
    show(`${user.profile.name} <${user.profile.email}>`);
  } else if (query.has("state")) {
    await manager.signoutCallback();
    history.replaceState({}, "", here);
    show("signed out");
  }
})();
