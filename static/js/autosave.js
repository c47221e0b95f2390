// Saves a note while one writes. <div data-autosave="/address/" data-person data-item><form>…</form> status, conflict</div>.
// Without script, or when it fails, the form's own button saves. Nothing is ever overwritten: the form says which
// version it began from, and when somebody else saved in between both texts are shown and the person decides.
// What isn't saved lies on the device (kept-notes.js) and is offered when the page is opened again.

import { openKept, same } from "./kept-notes.js";

const PAUSE = 1500;
const AGAIN = 10000;
const PATIENCE = 30000;
const HERE = "Det du skrev ligger kvar på den här enheten";

for (const box of document.querySelectorAll("[data-autosave]")) begin(box);

function begin(box) {
  const form = box.querySelector("form");
  const area = form?.querySelector("textarea");
  const version = form?.querySelector("[name=version]");
  const status = box.querySelector("[data-autosave-status]");
  const conflict = box.querySelector("[data-autosave-conflict]");
  const other = box.querySelector("[data-autosave-other]");
  if (!form || !area || !version) return;
  // A text that the portal sent back with a question isn't stored.
  let saved = box.hasAttribute("data-stored") ? area.defaultValue : null;
  let kept = null;
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

  /** Let the device hold what isn't saved; whether it does. */
  async function keep() {
    if (!kept) return false;
    try {
      if (area.value === saved) await kept.forget();
      else await kept.keep(area.value, version.value);
      return true;
    } catch (error) {
      console.info("nothing can be kept on this device", error.name);
      return false;
    }
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
    let told = {};
    try {
      answer = await fetch(box.dataset.autosave, {
        method: "POST",
        body: new FormData(form),
        headers: { Accept: "application/json", "X-Requested-With": "fetch" },
        signal: AbortSignal.timeout(PATIENCE),
      });
      told = await answer.json().catch(() => ({}));
    } catch {
      busy = false;
      await sayNoContact();
      later(AGAIN);
      return;
    }
    busy = false;
    if (answer.status === 401 || answer.redirected || answer.status === 403) {
      stopped = true;
      say((await keep())
        ? `Du är utloggad. ${HERE}. Logga in och öppna sidan igen, så får du tillbaka det.`
        : "Du är utloggad. Logga in i en annan flik och tryck sedan på Spara anteckningen.");
    } else if (answer.ok && told.version !== undefined) {
      isSaved(typed, told.version);
      say(`Sparat kl. ${told.at}.`);
    } else if (answer.status === 409 && same(told.saved, typed)) {
      // An earlier try reached the portal, though its answer never came back.
      isSaved(typed, told.version);
      say("Sparat.");
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

  function isSaved(typed, number) {
    version.value = number;
    saved = typed;
    keep();
    if (area.value !== saved) later(PAUSE);
  }

  async function sayNoContact() {
    const where = (await keep()) ? HERE : "Det du skrev står kvar här";
    say(`Ingen kontakt just nu. ${where} och sparas när kontakten är tillbaka.`);
  }

  area.addEventListener("input", () => {
    keep();
    later(PAUSE);
  });
  // Somebody may have begun to write while this was fetched.
  if (saved !== null && area.value !== saved) later(PAUSE);
  addEventListener("online", () => later(0));
  let leaves = false;
  form.addEventListener("submit", (event) => {
    leaves = navigator.onLine;
    if (leaves) return;
    // The page would be gone, and nothing saved.
    event.preventDefault();
    sayNoContact();
  });
  addEventListener("beforeunload", (event) => {
    if (!leaves && area.value !== saved) event.preventDefault();
  });
  meetKept().finally(() => (box.dataset.ready = ""));

  /** Offer what an earlier page left here; what is stored by now, or stands in the box, is forgotten. */
  async function meetKept() {
    kept = await openKept(box.dataset.person, box.dataset.item);
    if (!kept) return;
    if (area.value !== saved && !(await keep())) return;
    const left = [];
    for (const draft of await kept.found()) {
      if (same(draft.text, area.value)) await kept.remove(draft);
      else left.push(draft);
    }
    offer(left);
  }

  function offer([draft, ...rest]) {
    const part = box.querySelector("[data-kept]");
    part.hidden = !draft;
    if (!draft) return;
    const isNewer = draft.version !== version.value;
    part.querySelector("[data-kept-newer]").hidden = !isNewer;
    part.querySelector("[data-kept-text]").textContent = draft.text;
    part.querySelector("[data-kept-take]").onclick = async () => {
      const replaces = draft.version === version.value && area.value === saved;
      area.value = replaces || !area.value.trim() ? draft.text : `${area.value.trimEnd()}\n\n${draft.text}`;
      area.dispatchEvent(new Event("input", { bubbles: true }));
      if (await keep()) await kept.remove(draft);
      offer(rest);
      area.focus();
    };
    part.querySelector("[data-kept-drop]").onclick = async () => {
      await kept.remove(draft);
      offer(rest);
      area.focus();
    };
  }
}
