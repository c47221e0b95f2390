// "Lämna sidan": the way out works without this. With it the page is replaced, so that the back button does not return
// to it, and a page that the back button does reach in this tab gives way at once. Nothing leaves the browser.

const LEFT = "lamnat";

function remembered() {
  try {
    return sessionStorage.getItem(LEFT);
  } catch {
    return null;
  }
}

function remember(address) {
  try {
    if (address) sessionStorage.setItem(LEFT, address);
    else sessionStorage.removeItem(LEFT);
  } catch {
    // A browser that keeps nothing: the page itself is replaced all the same.
  }
}

function go(address) {
  document.title = "Startsida";
  document.body.hidden = true;
  location.replace(address);
}

function arrived(byHistory) {
  const address = remembered();
  if (!address) return;
  if (byHistory) go(address);
  else remember(null);
}

for (const link of document.querySelectorAll("[data-leave]")) {
  link.addEventListener("click", (event) => {
    event.preventDefault();
    remember(link.href);
    go(link.href);
  });
}

arrived(performance.getEntriesByType("navigation")[0]?.type === "back_forward");
addEventListener("pageshow", (event) => {
  if (event.persisted) arrived(true);
});
