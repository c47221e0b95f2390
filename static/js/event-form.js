// Folds what doesn't concern the chosen way of repeating and meeting, and shows the preview while writing.
// Without this module every field is visible and the button "Förhandsgranska" does the same.

const form = document.querySelector("form.form");
const preview = document.querySelector("[data-preview]");

function box(name) {
  return form.querySelector(`#div_id_${name}`);
}

function chosen(name) {
  return form.querySelector(`input[name="${name}"]:checked`)?.value ?? "";
}

function show(names, visible) {
  for (const name of names) {
    const element = box(name);
    // A field with an error never hides.
    if (element) element.hidden = !visible && !element.classList.contains("field--bad");
  }
}

function fold() {
  show(["interval", "until", "count", "excluded"], chosen("frequency") !== "");
  const attendance = chosen("attendance");
  show(["online_link", "online_link_public"], attendance !== "on_site");
  show(["place", "street_address"], attendance !== "online");
  const whole = form.querySelector('input[name="all_day"]')?.checked ?? false;
  show(["starts", "ends"], !whole);
}

let waiting = 0;
let asked = null;

async function refresh() {
  asked?.abort();
  asked = new AbortController();
  const data = new FormData(form);
  data.delete("attachment");
  try {
    const answer = await fetch(preview.dataset.preview, { method: "POST", body: data, signal: asked.signal });
    if (answer.ok) preview.innerHTML = await answer.text();
  } catch (error) {
    if (error.name !== "AbortError" && !(error instanceof TypeError)) throw error;
  }
}

if (form) {
  fold();
  form.addEventListener("change", fold);
  if (preview) {
    form.addEventListener("input", () => {
      clearTimeout(waiting);
      waiting = setTimeout(refresh, 900);
    });
  }
}
