// Signing out on a phone: the next person must not meet this person's unsent text. It stays, unread, until its writer
// signs in again. Nothing is made where no interview was ever kept.

document.addEventListener("submit", async (event) => {
  const form = event.target;
  if (!form.action.endsWith("/konto/logga-ut/") || form.dataset.forgotten) return;
  event.preventDefault();
  form.dataset.forgotten = "yes";
  const { openKeeper } = await import("./keeper.js");
  await (await openKeeper())?.setCurrent("");
  form.submit();
});
