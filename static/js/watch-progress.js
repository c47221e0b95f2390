// Follows slow work: asks for a fresh piece of HTML until the server stops asking to be watched.
// <div data-watch="/address/of/the/piece" data-every="2000">…</div>; without script a link reloads.
const OFFLINE_FACTOR = 5;
// What is gone stays gone; anything else the server says may be over in a moment.
const GONE = [403, 404, 410];

function watch(box) {
  const every = Number(box.dataset.every) || 2000;
  setTimeout(() => ask(box, every), every);
}

async function ask(box, every) {
  let answer;
  try {
    answer = await fetch(box.dataset.watch, { headers: { Accept: "text/html", "X-Requested-With": "fetch" } });
  } catch {
    setTimeout(() => ask(box, every), every * OFFLINE_FACTOR);
    return;
  }
  if (answer.status === 401) {
    location.reload();
    return;
  }
  if (GONE.includes(answer.status)) return;
  if (!answer.ok) {
    setTimeout(() => ask(box, every), every * OFFLINE_FACTOR);
    return;
  }
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
  if (!fresh) return;
  // The box itself stays, so that a status region is heard and the focus is not lost. Whoever stands on a link
  // in it gets to keep it while the work goes on; the last piece is shown, and the box takes the focus.
  const focused = box.contains(document.activeElement);
  const over = !fresh.dataset.watch;
  if (box.innerHTML !== fresh.innerHTML && (over || !focused)) box.replaceChildren(...fresh.childNodes);
  if (over) {
    if (focused) {
      box.tabIndex = -1;
      box.focus();
    }
    return;
  }
  box.dataset.watch = fresh.dataset.watch;
  watch(box);
}

for (const box of document.querySelectorAll("[data-watch]")) watch(box);
