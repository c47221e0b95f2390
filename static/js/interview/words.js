// The line at the top that always says in words where the text is. "Sparat" stands there only when the portal
// has answered with the stored revision; the time is the portal's, never the phone's.

const PROBLEMS = new Set(["offline", "later", "signed_out", "other_person", "refused", "no_access", "gone"]);

/** Of which nothing needs to be said while nothing waits. */
const PASSING = new Set(["offline", "later"]);

/** Return the sentence for a state of the sender: {problem, pending, refused, kept, savedAt}. */
export function sentence({ problem, pending, refused, kept, savedAt }) {
  const here = kept ? "Texten ligger kvar på telefonen." : "Texten finns bara på den här sidan. Stäng den inte.";
  if (problem === "gone") return "Intervjun är borttagen. Texten på telefonen är rensad.";
  if (problem === "no_access") return `Du kommer inte åt intervjun längre. ${here} Visa den för revisionsledaren.`;
  if (problem === "other_person") return `Någon annan är inloggad nu. ${here} Logga in som du själv.`;
  if (problem === "signed_out") return `Du är utloggad. ${here}`;
  if (problem === "later" && pending) return `Portalen kan inte spara just nu. ${here} Den försöker igen av sig själv.`;
  if (problem === "offline" && pending) {
    return kept ? "Sparas på telefonen, skickas när du har täckning." : `Ingen täckning. ${here}`;
  }
  if (refused) {
    const count = refused === 1 ? "Ett svar är inte skickat" : `${refused} svar är inte skickade`;
    return `${count}. Se vad som står vid frågan.`;
  }
  if (pending) return "Sparar …";
  if (problem === "offline" && kept) return "Ingen täckning. Det du skriver sparas på telefonen.";
  if (savedAt) return `Sparat ${savedAt}`;
  return "Det du skriver sparas av sig självt.";
}

/** Show the state; screen readers hear of trouble and of its end, not of every save. */
export function show(state) {
  const line = document.querySelector("[data-saved]");
  if (!line) return;
  const now = sentence(state);
  const isTrouble = Boolean(state.refused) || (PROBLEMS.has(state.problem) && (state.pending > 0 || !PASSING.has(state.problem)));
  const words = line.querySelector("[data-saved-words]");
  if (words.textContent !== now) words.textContent = now;
  line.classList.toggle("saved--phone", isTrouble);
  line.dataset.state = isTrouble ? state.problem || "refused" : state.pending ? "saving" : "saved";
  line.querySelector("use")?.setAttribute("href", isTrouble ? "#i-info" : "#i-done");
  showCalm(state);
  line.querySelector("[data-saved-link]").hidden = !["signed_out", "other_person"].includes(state.problem);
  const said = line.querySelector("[data-saved-said]");
  const was = said.dataset.trouble ?? "";
  const spoken = isTrouble ? now : "";
  if (spoken === was) return;
  if (spoken || !state.pending) {
    said.dataset.trouble = spoken;
    said.textContent = spoken || now;
  }
}

/** The page for a pause says that all is saved only when it is. */
function showCalm({ pending, kept }) {
  const calm = document.querySelector("[data-all-saved]");
  if (!calm) return;
  const where = kept ? "Det ligger kvar på telefonen." : "Det finns bara på den här sidan.";
  calm.textContent = pending ? `Allt är inte skickat än. ${where}` : "Det ni har skrivit är sparat.";
}
