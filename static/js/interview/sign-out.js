// Signing out on a phone, or somebody else signing in: the next person must not meet this person's unsent text, without
// coverage either. It stays, unread, until its writer signs in again. Nothing is made where no interview was ever kept.

const NAME = "intervjuer";
const WHO = "/revisioner/intervju/vem.json";
const OWNERS = "/revisioner/intervju/agare.json";

forgetWhoWasHere();

/** A session that ended by itself left a name on the phone; an account that was deleted, perhaps text. */
async function forgetWhoWasHere() {
  const known = (await globalThis.indexedDB?.databases?.()) ?? [];
  if (!known.some(({ name }) => name === NAME)) return;
  const { openKeeper } = await import("./keeper.js");
  const keeper = await openKeeper();
  if (!keeper) return;
  try {
    const response = await fetch(WHO, { headers: { Accept: "application/json" }, cache: "no-store" });
    if (!response.ok) return;
    const { person, csrf } = await response.json();
    const was = await keeper.current();
    if (was && was !== person) await keeper.setCurrent("");
    const { forgetThoseGone } = await import("./owners.js");
    await forgetThoseGone(keeper, { owners: OWNERS, csrf });
  } catch (error) {
    console.info("who is signed in is asked later", error.name);
  }
}

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action.endsWith("/konto/logga-ut/") || form.dataset.forgotten) return;
  event.preventDefault();
  form.dataset.forgotten = "yes";
  try {
    const { openKeeper } = await import("./keeper.js");
    await (await openKeeper())?.setCurrent("");
  } catch (error) {
    // The first page with coverage after somebody else has signed in takes the name away.
    console.info("the phone keeps the name for now", error.name);
  }
  form.submit();
});
