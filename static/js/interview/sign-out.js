// Signing out on a phone, or somebody else signing in: the next person must not meet this person's unsent text, without
// coverage either. It stays, unread, until its writer signs in again. Nothing is made where no interview was ever kept.

const NAME = "intervjuer";
const WHO = "/revisioner/intervju/vem.json";

forgetWhoWasHere();

/** A session that ended by itself left a name on the phone. */
async function forgetWhoWasHere() {
  const known = (await globalThis.indexedDB?.databases?.()) ?? [];
  if (!known.some(({ name }) => name === NAME)) return;
  const { openKeeper } = await import("./keeper.js");
  const keeper = await openKeeper();
  const person = await keeper?.current();
  if (!person) return;
  try {
    const response = await fetch(WHO, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (response.ok && (await response.json()).person !== person) await keeper.setCurrent("");
  } catch (error) {
    console.info("who is signed in is asked later", error.name);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action.endsWith("/konto/logga-ut/") || form.dataset.forgotten) return;
  event.preventDefault();
  form.dataset.forgotten = "yes";
  const { openKeeper } = await import("./keeper.js");
  await (await openKeeper())?.setCurrent("");
  form.submit();
});
