// "Rensa telefonen": nothing of this person's interviews lies here afterwards. Asks once more when something is unsent.

export function setUpClearing({ keeper, person, sender }) {
  const button = document.querySelector("[data-clear]");
  if (!button) return;
  const ask = document.querySelector("[data-clear-ask]");
  const done = document.querySelector("[data-cleared]");

  button.addEventListener("click", async () => {
    await Promise.race([sender.now(), new Promise((resolve) => setTimeout(resolve, 2500))]);
    const waits = Math.max(sender.pending, keeper ? (await keeper.drafts(person)).length : 0);
    if (!waits) return clear();
    const words = waits === 1 ? "Ett svar är inte skickat än." : `${waits} svar är inte skickade än.`;
    ask.querySelector("[data-clear-words]").textContent = `${words} Rensar du nu försvinner det för alltid.`;
    ask.hidden = false;
    ask.querySelector("[data-clear-no]").focus();
  });
  ask.querySelector("[data-clear-no]").addEventListener("click", () => {
    ask.hidden = true;
    button.focus();
  });
  ask.querySelector("[data-clear-yes]").addEventListener("click", clear);

  async function clear() {
    ask.hidden = true;
    const kept = sender.keeper;
    sender.keeper = null;
    sender.forget();
    try {
      await (kept ?? keeper)?.clear(person);
      await clearWorker();
      done.textContent = "Telefonen är rensad. Inget du har skrivit ligger kvar på den.";
    } catch (error) {
      console.info("the phone is not cleared", error.name);
      done.textContent = "Det gick inte att rensa telefonen. Ladda om sidan och försök igen, "
        + "eller rensa webbplatsens data i webbläsarens inställningar.";
    }
    button.focus();
  }

  async function clearWorker() {
    for (const worker of (await navigator.serviceWorker?.getRegistrations()) ?? []) {
      if (new URL(worker.scope).pathname.endsWith("/intervju/")) await worker.unregister();
    }
    for (const name of await globalThis.caches?.keys() ?? []) {
      if (name.startsWith("intervju-")) await caches.delete(name);
    }
  }
}
