// Passkeys as a second step. Without this file, or in a browser without passkeys, the forms stay
// hidden and the page shows the other ways.
const able = window.PublicKeyCredential?.parseCreationOptionsFromJSON;

async function askBrowser(kind, options) {
  if (kind === "create") {
    const publicKey = PublicKeyCredential.parseCreationOptionsFromJSON(options.creation_options.publicKey);
    return navigator.credentials.create({ publicKey });
  }
  const publicKey = PublicKeyCredential.parseRequestOptionsFromJSON(options.request_options.publicKey);
  return navigator.credentials.get({ publicKey });
}

for (const form of able ? document.querySelectorAll("form[data-passkey]") : []) {
  form.hidden = false;
  document.querySelectorAll("[data-passkey-missing]").forEach((each) => { each.hidden = true; });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      const options = JSON.parse(document.getElementById("passkey-options").textContent);
      const credential = await askBrowser(form.dataset.passkey, options);
      form.elements.credential.value = JSON.stringify(credential.toJSON());
      form.submit();
    } catch {
      form.querySelector("[data-passkey-failed]").hidden = false;
    }
  });
}
