// Passkeys: asks the browser for one and sends its answer with the form.
// Markup: <form data-passkey="sign-in | use | create" data-options="…"> with an input "credential",
// a button and an element [data-passkey-message]. Without script the form says so itself.

const toBytes = (text) => {
  const base64 = text.replace(/-/g, "+").replace(/_/g, "/");
  return Uint8Array.from(atob(base64.padEnd(Math.ceil(base64.length / 4) * 4, "=")), (sign) => sign.charCodeAt(0));
};

const toText = (buffer) =>
  btoa(String.fromCharCode(...new Uint8Array(buffer)))
    .replace(/\+/g, "-")
    .replace(/\//g, "_")
    .replace(/=+$/, "");

const withIds = (list) => (list ?? []).map((item) => ({ ...item, id: toBytes(item.id) }));

async function create({ publicKey }) {
  const credential = await navigator.credentials.create({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      user: { ...publicKey.user, id: toBytes(publicKey.user.id) },
      excludeCredentials: withIds(publicKey.excludeCredentials),
      // A key that signs in by itself: it knows whose it is and asks for finger, face or PIN.
      authenticatorSelection: {
        ...publicKey.authenticatorSelection,
        residentKey: "required",
        requireResidentKey: true,
        userVerification: "required",
      },
    },
  });
  return answer(credential, {
    attestationObject: toText(credential.response.attestationObject),
    transports: credential.response.getTransports?.() ?? [],
  });
}

async function use({ publicKey }) {
  const credential = await navigator.credentials.get({
    publicKey: {
      ...publicKey,
      challenge: toBytes(publicKey.challenge),
      allowCredentials: withIds(publicKey.allowCredentials),
    },
  });
  const { authenticatorData, signature, userHandle } = credential.response;
  return answer(credential, {
    authenticatorData: toText(authenticatorData),
    signature: toText(signature),
    userHandle: userHandle ? toText(userHandle) : null,
  });
}

const answer = (credential, response) => ({
  type: credential.type,
  id: credential.id,
  rawId: toText(credential.rawId),
  authenticatorAttachment: credential.authenticatorAttachment,
  response: { clientDataJSON: toText(credential.response.clientDataJSON), ...response },
  clientExtensionResults: credential.getClientExtensionResults(),
});

async function challengeFor(form) {
  if (form.dataset.options) return JSON.parse(form.dataset.options);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`HTTP ${response.status}`);
  return (await response.json()).request_options;
}

function explain(error) {
  if (error.name === "NotAllowedError") return "Inget hände. Du kan försöka igen eller välja ett annat sätt.";
  if (error.name === "InvalidStateError") return "Den här nyckeln är redan sparad på ditt konto.";
  if (error.name === "SecurityError") return "Nycklar fungerar inte på den här adressen. Välj ett annat sätt.";
  return "Det gick inte den här gången. Försök igen eller välj ett annat sätt.";
}

for (const form of document.querySelectorAll("form[data-passkey]")) {
  const button = form.querySelector("button");
  const message =
    form.querySelector("[data-passkey-message]") ?? form.parentElement.querySelector("[data-passkey-message]");
  if (!window.PublicKeyCredential) {
    message.textContent = "Den här webbläsaren kan inte använda nycklar. Välj ett annat sätt.";
    message.hidden = false;
    button.disabled = true;
    continue;
  }
  // Enter in the name field must not send the form without a key.
  form.addEventListener("submit", (event) => event.preventDefault());
  const run = async () => {
    // Enter in the name field asks here even while the button is off.
    if (button.disabled) return;
    message.hidden = true;
    button.disabled = true;
    try {
      const options = await challengeFor(form);
      const credential = await (form.dataset.passkey === "create" ? create(options) : use(options));
      form.elements.credential.value = JSON.stringify(credential);
      form.submit();
    } catch (error) {
      message.textContent = explain(error);
      message.hidden = false;
      button.disabled = false;
    }
  };
  button.addEventListener("click", run);
  form.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches("input") && !event.repeat) run();
  });
}
