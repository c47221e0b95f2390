// The search page answers without a reload: the filter, the pages and a new search fetch the address they would have
// led to and put its answer in place. Without script they are links and a form. Nothing is kept.
// <form data-search>…</form><p role="status" id="sok-lage"></p><div id="sokt">… <span data-found>3 träffar …</span></div>
const form = document.querySelector("form[data-search]");
const box = document.getElementById("sokt");
const said = document.getElementById("sok-lage");
let latest = 0;

async function show(url, standsOn = "") {
  latest += 1;
  const mine = latest;
  box.setAttribute("aria-busy", "true");
  let page;
  try {
    const answer = await fetch(url, { headers: { Accept: "text/html" } });
    page = answer.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  } catch {
    page = null;
  }
  // Somebody has asked for something else meanwhile.
  if (mine !== latest) return;
  const fresh = page && page.getElementById(box.id);
  if (!fresh) {
    location.assign(url);
    return;
  }
  if (url !== location.href) history.pushState(null, "", url);
  box.replaceChildren(...fresh.childNodes);
  box.removeAttribute("aria-busy");
  form.elements.q.value = page.querySelector("form[data-search] [name=q]").value;
  // Emptied first, so that the same number twice is heard twice.
  said.textContent = "";
  requestAnimationFrame(() => {
    said.textContent = box.querySelector("[data-found]")?.textContent ?? "";
  });
  moveFocus(standsOn);
}

// Whoever chose a part of the filter stands on it still; whoever turned a page stands at its beginning.
function moveFocus(standsOn) {
  if (!standsOn) return;
  const there = [...box.querySelectorAll(".tabs a")].find((link) => link.href === standsOn);
  const top = there ?? box.querySelector("[data-found]");
  if (!there && top) {
    top.tabIndex = -1;
    top.scrollIntoView({ block: "center" });
  }
  top?.focus();
}

box.addEventListener("click", (event) => {
  const link = event.target.closest("a");
  const isPlain = event.button === 0 && !event.ctrlKey && !event.metaKey && !event.shiftKey && !event.altKey;
  if (!link || !isPlain) return;
  const url = new URL(link.href);
  if (url.origin !== location.origin || url.pathname !== location.pathname) return;
  event.preventDefault();
  show(url.href, url.href);
});

form.addEventListener("submit", (event) => {
  event.preventDefault();
  const url = new URL(form.action);
  url.search = new URLSearchParams({ q: form.elements.q.value });
  show(url.href);
});

addEventListener("popstate", () => show(location.href));
