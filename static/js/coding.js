// Mark words in an answer: what is selected in the text follows to the form. Without this, sentences are ticked or words
// pasted. Places are counted in whole characters (code points), as the server counts them.

const text = document.querySelector("[data-coding] [data-answer-text]");
const start = document.querySelector("input[name=start]");
const end = document.querySelector("input[name=end]");
const status = document.querySelector("[data-coding-status]");
const LONGEST_SHOWN = 120;

/** Returns how many characters of the answer stand before a point of the page. */
function before(node, offset) {
  const range = document.createRange();
  range.setStart(text, 0);
  range.setEnd(node, offset);
  return Array.from(range.toString()).length;
}

/** Returns the selected characters of the answer as [from, to], or null. */
function selected() {
  const selection = document.getSelection();
  if (!selection || selection.isCollapsed || selection.rangeCount === 0) return null;
  const range = selection.getRangeAt(0);
  if (!text.contains(range.startContainer) || !text.contains(range.endContainer)) return null;
  return [before(range.startContainer, range.startOffset), before(range.endContainer, range.endOffset)];
}

function tell(words) {
  const shown = words.length > LONGEST_SHOWN ? `${words.slice(0, LONGEST_SHOWN)} …` : words;
  status.textContent = words ? `Du markerar: ”${shown}”` : "";
}

function forget() {
  start.value = "";
  end.value = "";
  tell("");
}

if (text && start && end && status) {
  const hint = document.querySelector("[data-coding-hint]");
  if (hint) hint.hidden = false;
  const all = Array.from(text.textContent);

  document.addEventListener("selectionchange", () => {
    const place = selected();
    if (!place || place[0] === place[1]) return;
    [start.value, end.value] = place;
    tell(all.slice(...place).join("").trim());
  });

  // Who ticks or pastes afterwards means that instead.
  start.form.addEventListener("change", (event) => {
    if (event.target.matches("[name=quote], [name=sentences], [name=passage]")) forget();
  });
  if (start.value && end.value) tell(all.slice(Number(start.value), Number(end.value)).join("").trim());
}
