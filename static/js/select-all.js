// "Välj alla" above a list of tick boxes, and how many are chosen. Without script one ticks them one by one.
// <label hidden><input type="checkbox" data-selects="event">Välj alla</label> <span data-chosen="event" role="status"></span>
for (const all of document.querySelectorAll("input[data-selects]")) {
  const name = all.dataset.selects;
  const boxes = [...document.querySelectorAll(`input[type="checkbox"][name="${CSS.escape(name)}"]`)];
  const shown = document.querySelector(`[data-chosen="${CSS.escape(name)}"]`);
  if (!boxes.length) continue;
  all.closest("[hidden]")?.removeAttribute("hidden");
  const tell = () => {
    const chosen = boxes.filter((box) => box.checked).length;
    all.checked = chosen === boxes.length;
    all.indeterminate = chosen > 0 && chosen < boxes.length;
    if (shown) shown.textContent = chosen === 1 ? "1 vald" : `${chosen} valda`;
  };
  all.addEventListener("change", () => {
    for (const box of boxes) box.checked = all.checked;
    tell();
  });
  for (const box of boxes) box.addEventListener("change", tell);
  tell();
}
