// An answer that holds a personal identity number never leaves the phone: it is looked at before it is sent.
// The portal looks too, and is alone in it where the rules could not be fetched.

import { loadRules, lookAt } from "../privacy.js";

const WHY = "Svaret ser ut att innehålla ett personnummer. Ta bort det, så sparas svaret. "
  + "Till dess ligger det bara här och skickas inte.";

const rules = document.querySelector("[data-saved]")?.dataset.rules;
ready();

/** Why the answer stays on the phone, as a sentence; empty when it may be sent. */
export async function whyItStays({ text, quotes }) {
  const known = await ready();
  if (!known) return "";
  return lookAt(`${text}\n${quotes}`, known).some((remark) => remark.severity === "refuse") ? WHY : "";
}

async function ready() {
  try {
    return rules ? await loadRules(rules) : null;
  } catch (error) {
    console.info("the rules are fetched next time", error.name);
    return null;
  }
}
