// The fields of one question, read and filled in; words marked as a possible quote.

/** What stands in a question's fields now. */
export function contentOf(section) {
  return {
    answer: section.querySelector("[data-answer]:checked")?.value ?? "",
    text: section.querySelector("[data-text]").value,
    quotes: section.querySelector("[data-quotes-typed]").value,
    worry: section.querySelector("[data-worry]").checked,
  };
}

/** Put an answer into a question's fields. */
export function fill(section, { answer, text, quotes, worry }) {
  for (const radio of section.querySelectorAll("[data-answer]")) radio.checked = radio.value === answer;
  const area = section.querySelector("[data-text]");
  area.value = text;
  // What may point somebody out is marked here too.
  area.dispatchEvent(new Event("change"));
  section.querySelector("[data-quotes-typed]").value = quotes;
  section.querySelector("[data-worry]").checked = worry;
  drawQuotes(section);
}

/** Call `written(section)` for every change in the question; nothing is bound where two texts wait for a choice. */
export function bind(section, written) {
  if (!section.querySelector("[data-text]")) return false;
  const tell = () => {
    drawQuotes(section);
    written(section);
  };
  section.addEventListener("input", tell);
  section.querySelector("[data-quote]").addEventListener("click", () => {
    if (markQuote(section)) tell();
  });
  section.querySelector("[data-quotes]").addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    const typed = section.querySelector("[data-quotes-typed]");
    typed.value = lines(typed).filter((words) => words !== button.dataset.words).join("\n");
    tell();
    section.querySelector("[data-quote]").focus();
  });
  drawQuotes(section);
  return true;
}

/** Show why the portal does not store the answer, or that it now does. */
export function showRefusal(section, message) {
  const error = section.querySelector("[data-error]");
  error.hidden = !message;
  section.querySelector("[data-error-words]").textContent = message;
  section.classList.toggle("note--bad", Boolean(message));
  const area = section.querySelector("[data-text]");
  if (message) area?.setAttribute("aria-invalid", "true");
  else area?.removeAttribute("aria-invalid");
}

function markQuote(section) {
  const area = section.querySelector("[data-text]");
  const typed = section.querySelector("[data-quotes-typed]");
  const hint = section.querySelector("[data-quote-hint]");
  const chosen = area.value.slice(area.selectionStart, area.selectionEnd);
  const words = chosen.split("\n").map((line) => line.trim()).filter(Boolean);
  hint.hidden = words.length > 0;
  if (!words.length) {
    hint.textContent = "Markera orden i rutan först. Tryck sedan på knappen.";
    return false;
  }
  typed.value = [...new Set([...lines(typed), ...words])].join("\n");
  return true;
}

function drawQuotes(section) {
  const list = section.querySelector("[data-quotes]");
  const text = section.querySelector("[data-text]").value;
  const rows = lines(section.querySelector("[data-quotes-typed]")).map((words) => {
    const item = document.createElement("li");
    const said = document.createElement("q");
    said.textContent = words;
    item.append(said, text.includes(words) ? "" : " – står inte längre i svaret");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "btn btn--quiet";
    button.dataset.words = words;
    button.textContent = "Ta bort märket";
    const about = document.createElement("span");
    about.className = "vh";
    about.textContent = `: ${words}`;
    button.append(about);
    item.append(button);
    return item;
  });
  list.hidden = rows.length === 0;
  list.replaceChildren(...rows);
}

function lines(area) {
  return area.value.split("\n").filter((words) => words.trim());
}
