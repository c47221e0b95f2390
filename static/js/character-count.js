// Keeps "318 tecken kvar av 400" true while somebody types. Screen readers hear it when they pause.
const PAUSE = 1200;

function words(length, limit) {
  return length > limit
    ? `${length - limit} tecken för mycket. Högst ${limit} får plats`
    : `${limit - length} tecken kvar av ${limit}`;
}

for (const box of document.querySelectorAll("textarea[data-limit]")) {
  const shown = document.getElementById(`${box.id}_count`);
  if (!shown) continue;
  const spoken = document.createElement("p");
  spoken.className = "vh";
  spoken.setAttribute("role", "status");
  shown.after(spoken);
  let waiting = 0;
  box.addEventListener("input", () => {
    shown.textContent = words(box.value.length, Number(box.dataset.limit));
    clearTimeout(waiting);
    waiting = setTimeout(() => { spoken.textContent = shown.textContent; }, PAUSE);
  });
}
