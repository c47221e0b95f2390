// The sum of a claim while it is filled in: the server counts, so that there is one calculation. Without script the
// button "Räkna" gives the same. <form data-live-sum> with a place <div data-sum-place>.
const PAUSE = 500;

function follow(form) {
  const place = form.querySelector("[data-sum-place]");
  if (!place) return;
  let waiting;
  let asked = 0;
  const count = async () => {
    const mine = ++asked;
    const typed = new FormData(form);
    typed.set("count", "1");
    let answer;
    try {
      answer = await fetch(location.href, { method: "POST", body: typed, headers: { "X-Requested-With": "fetch" } });
    } catch {
      return;
    }
    // Only the latest answer is of what stands there now. A refused one (signed out) leaves the old sum.
    if (mine !== asked || !answer.ok || answer.redirected) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[data-sum]");
    if (fresh && place.innerHTML.trim() !== fresh.outerHTML.trim()) place.replaceChildren(fresh);
  };
  const soon = () => {
    clearTimeout(waiting);
    waiting = setTimeout(count, PAUSE);
  };
  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
}

for (const form of document.querySelectorAll("form[data-live-sum]")) follow(form);
