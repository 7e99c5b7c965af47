// Asks the device for a passkey and sends its answer with the page's own form. Nothing is fetched:
// the options stand in the page. Without it, the page says what works instead.
"use strict";

const toBytes = (text) =>
  Uint8Array.from(atob(text.replace(/-/g, "+").replace(/_/g, "/")), (letter) => letter.charCodeAt(0));

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withBytes = (list) => (list || []).map((each) => ({ ...each, id: toBytes(each.id) }));

async function create(options) {
  const made = await navigator.credentials.create({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      user: { ...options.user, id: toBytes(options.user.id) },
      excludeCredentials: withBytes(options.excludeCredentials),
    },
  });
  return answer(made, {
    attestationObject: toText(made.response.attestationObject),
    transports: made.response.getTransports ? made.response.getTransports() : [],
  });
}

async function use(options) {
  const used = await navigator.credentials.get({
    publicKey: {
      ...options,
      challenge: toBytes(options.challenge),
      allowCredentials: withBytes(options.allowCredentials),
    },
  });
  const handle = used.response.userHandle;
  return answer(used, {
    authenticatorData: toText(used.response.authenticatorData),
    signature: toText(used.response.signature),
    userHandle: handle ? toText(handle) : undefined,
  });
}

const answer = (credential, response) =>
  JSON.stringify({
    id: credential.id,
    rawId: toText(credential.rawId),
    type: credential.type,
    authenticatorAttachment: credential.authenticatorAttachment,
    clientExtensionResults: {},
    response: { ...response, clientDataJSON: toText(credential.response.clientDataJSON) },
  });

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const show = (name, shown) => {
    const part = form.querySelector(`[data-passkey-${name}]`);
    if (part) part.hidden = !shown;
  };
  const options = JSON.parse(form.dataset.options);
  const host = options.rpId || options.rp.id;
  const isHere = window.location.hostname === host || window.location.hostname.endsWith(`.${host}`);
  const possible = Boolean(window.PublicKeyCredential);
  show("script", false);
  show("impossible", !possible);
  show("elsewhere", possible && !isHere);
  show("ready", possible && isHere);
  form.addEventListener("submit", async (event) => {
    const field = form.elements.namedItem("credential_json");
    if (field.value) return;
    event.preventDefault();
    show("failed", false);
    try {
      field.value = await (form.dataset.passkey === "create" ? create(options) : use(options));
      form.submit();
    } catch {
      show("failed", true);
    }
  });
}
