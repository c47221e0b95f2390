// Saves a note while one writes. <div data-autosave="/address/"><form>…</form> status, conflict</div>.
// Without script, or when it fails, the form's own button saves. Nothing is ever overwritten: the form says which
// version it began from, and when somebody else saved in between both texts are shown and the person decides.

const PAUSE = 1500;
const AGAIN = 10000;

for (const box of document.querySelectorAll("[data-autosave]")) begin(box);

function begin(box) {
  const form = box.querySelector("form");
  const area = form?.querySelector("textarea");
  const version = form?.querySelector("[name=version]");
  const status = box.querySelector("[data-autosave-status]");
  const conflict = box.querySelector("[data-autosave-conflict]");
  const other = box.querySelector("[data-autosave-other]");
  if (!form || !area || !version) return;
  let saved = area.value;
  let waiting = 0;
  let busy = false;
  let stopped = false;

  function say(words) {
    if (status && status.textContent !== words) status.textContent = words;
  }

  function later(pause) {
    clearTimeout(waiting);
    if (!stopped) waiting = setTimeout(save, pause);
  }

  async function save() {
    if (stopped || area.value === saved) return;
    if (busy) {
      later(PAUSE);
      return;
    }
    busy = true;
    const typed = area.value;
    let answer;
    try {
      answer = await fetch(box.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
      });
    } catch {
      busy = false;
      say("Ingen kontakt just nu. Det du skrev står kvar här och sparas när kontakten är tillbaka.");
      later(AGAIN);
      return;
    }
    busy = false;
    if (answer.status === 401 || answer.redirected) {
      stopped = true;
      say("Du är utloggad. Logga in i en annan flik och tryck sedan på Spara anteckningen.");
      return;
    }
    const told = await answer.json().catch(() => ({}));
    if (answer.ok) {
      version.value = told.version;
      saved = typed;
      say(`Sparat kl. ${told.at}.`);
      if (area.value !== saved) later(PAUSE);
    } else if (answer.status === 409) {
      // From here the person decides: the button saves what stands in the box.
      stopped = true;
      version.value = told.version;
      other.textContent = told.saved;
      conflict.hidden = false;
      say("");
    } else if (told.message) {
      say(told.message);
    } else {
      say("Det gick inte att spara. Vi försöker igen.");
      later(AGAIN);
    }
  }

  area.addEventListener("input", () => later(PAUSE));
  addEventListener("online", () => later(0));
  let leaves = false;
  form.addEventListener("submit", () => (leaves = true));
  addEventListener("beforeunload", (event) => {
    if (!leaves && area.value !== saved) event.preventDefault();
  });
}
