// Shows under a text area what in it may point somebody out, when the writer has paused. Nothing is sent anywhere.
// Rules: privacy.js. The server shows the same list when the page is made, so the page works without this.
//
// The text area sends "privacy:remarks" after each look: detail.remarks, and detail.refused when the text holds
// something that must not be stored.

const PAUSE = 900;
const MOST = 12;
const NO_WORDS = { added: [], ignored: [] };
const GRAVITY = { refuse: 0, mark: 1, hint: 2 };

const BEFORE = { refuse: "", mark: "", hint: "kanske " };
const AFTER = { refuse: ", sparas inte", mark: "", hint: "" };

const watched = new WeakSet();
const fetched = new Map();

/** Begin to watch one text area through the part below it (`components/checked_text.html`). */
export function watch(part) {
  const area = document.getElementById(part.dataset.remarksFor);
  if (!area || watched.has(area)) return;
  watched.add(area);
  const left = new Set();
  let current = new Map();
  let drawn = null;
  let waiting = 0;
  let latest = 0;

  async function check(before = "") {
    clearTimeout(waiting);
    const turn = (latest += 1);
    const text = area.value;
    const found = await remarksOn(text, part.dataset);
    if (found === null || turn !== latest || text !== area.value) return;
    const rows = grouped(text, found).filter((row) => row.severity === "refuse" || !left.has(keyOf(row)));
    current = new Map(rows.map((row) => [keyOf(row), row]));
    // Drawn again only when it says something new: a button must not vanish under the finger that presses it.
    const looks = JSON.stringify(rows.map((row) => [keyOf(row), row.severity, row.remarks.length]));
    if (looks !== drawn) draw(part, rows, { replace, leave });
    drawn = looks;
    say(part, rows, before);
    const refused = found.some((remark) => remark.severity === "refuse");
    area.dispatchEvent(new CustomEvent("privacy:remarks", { bubbles: true, detail: { remarks: found, refused } }));
  }

  function replace(key) {
    const row = current.get(key);
    if (!row) return;
    for (const remark of [...row.remarks].reverse()) {
      if (area.value.slice(remark.start, remark.end) === row.passage) insert(area, remark);
    }
    check(`Bytt till ${row.replacement}.`);
  }

  function leave(key) {
    left.add(key);
    area.focus();
    check("Det får stå kvar.");
  }

  area.addEventListener("input", (event) => {
    clearTimeout(waiting);
    if (!event.isComposing) waiting = setTimeout(check, PAUSE);
  });
  area.addEventListener("change", () => check());
  if (area.value) check();
}

async function remarksOn(text, { check, rules, words }) {
  try {
    const { loadRules, lookAt } = await import(check);
    const [read, own] = await Promise.all([loadRules(rules), ownWords(words)]);
    return lookAt(text, read, own);
  } catch (error) {
    // Without coverage the list waits; the server looks at the text too.
    console.info("the text is looked at later", error.name);
    return null;
  }
}

function ownWords(address) {
  if (!address) return NO_WORDS;
  if (!fetched.has(address)) {
    const asked = fetch(address, { headers: { Accept: "application/json" } })
      .then((response) => (response.ok ? response.json() : NO_WORDS))
      .catch(() => {
        fetched.delete(address);
        return NO_WORDS;
      });
    fetched.set(address, asked);
  }
  return fetched.get(address);
}

function keyOf(row) {
  return `${row.kind} ${row.passage}`;
}

function grouped(text, remarks) {
  const rows = new Map();
  for (const remark of remarks) {
    const row = { ...remark, passage: text.slice(remark.start, remark.end), remarks: [] };
    const kept = rows.get(keyOf(row)) ?? row;
    if (GRAVITY[remark.severity] < GRAVITY[kept.severity]) {
      kept.severity = remark.severity;
      kept.explanation = remark.explanation;
    }
    kept.remarks.push(remark);
    rows.set(keyOf(row), kept);
  }
  return [...rows.values()].sort((one, other) => GRAVITY[one.severity] - GRAVITY[other.severity]);
}

function draw(part, rows, actions) {
  const shown = part.querySelector(".remarks__shown");
  const list = shown.querySelector("ul");
  shown.hidden = rows.length === 0;
  list.replaceChildren(...rows.slice(0, MOST).map((row) => rowOf(row, actions)));
  if (rows.length > MOST) list.append(element("li", "remark", `Och ${rows.length - MOST} till.`));
}

function rowOf(row, { replace, leave }) {
  const count = row.remarks.length;
  const item = element("li", `remark remark--${row.severity}`);
  const words = element("p");
  const times = count > 1 ? ` (${count} gånger)` : "";
  words.append(element("q", "", row.passage), `${times} – ${BEFORE[row.severity]}${row.label}${AFTER[row.severity]}`);
  const buttons = element("p", "btn-row");
  buttons.append(button(`Byt ${count > 1 ? "alla " : ""}till ${row.replacement}`, row.passage, () => replace(keyOf(row))));
  if (row.severity !== "refuse") buttons.append(button("Låt stå", row.passage, () => leave(keyOf(row))));
  item.append(words, element("p", "hint", row.explanation), buttons);
  return item;
}

function button(label, passage, act) {
  const made = element("button", "btn btn--quiet", label);
  made.type = "button";
  // The same words stand on several buttons: a screen reader hears which passage each is about.
  made.append(element("span", "vh", ` (${passage})`));
  made.addEventListener("click", act);
  return made;
}

function element(name, className = "", text = "") {
  const made = document.createElement(name);
  if (className) made.className = className;
  if (text) made.textContent = text;
  return made;
}

/** Put the replacement in so that the browser's own undo takes it back. */
function insert(area, remark) {
  area.focus();
  area.setSelectionRange(remark.start, remark.end);
  if (document.execCommand("insertText", false, remark.replacement)) return;
  area.setRangeText(remark.replacement, remark.start, remark.end, "end");
  area.dispatchEvent(new Event("input", { bubbles: true }));
}

function say(part, rows, before) {
  const heard = part.querySelector("[role=status]");
  const places = rows.length === 1 ? "Ett ställe kan peka ut någon." : `${rows.length} ställen kan peka ut någon.`;
  const now = rows.length ? `${places} Se listan under rutan.` : "";
  const was = heard.dataset.said ?? "";
  heard.dataset.said = now;
  const gone = was && !now ? "Inget kvar i listan." : "";
  if (before || now !== was) heard.textContent = [before, now || gone].filter(Boolean).join(" ");
}

function watchAll() {
  for (const part of document.querySelectorAll("[data-remarks-for]")) watch(part);
}

watchAll();
document.addEventListener("htmx:load", watchAll);
