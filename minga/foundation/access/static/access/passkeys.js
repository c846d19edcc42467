/* Asks the browser for a passkey and sends the answer with the form that wants one. */
"use strict";
(() => {
  const form = document.querySelector("form[data-passkey]");
  const options = document.getElementById("passkey_options");
  const fault = document.getElementById("passkey_fault");
  if (!form || !options) return;
  const asked = JSON.parse(options.textContent);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    fault.hidden = true;
    try {
      const answer = form.dataset.passkey === "create"
        ? await window.webauthnJSON.create(asked.creation_options)
        : await window.webauthnJSON.get(asked.request_options);
      form.elements.credential.value = JSON.stringify(answer);
      form.submit();
    } catch {
      fault.hidden = false;
      fault.focus();
    }
  });
})();
