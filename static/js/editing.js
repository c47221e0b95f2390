// The editors' pages: calendars for days and times, which Wagtail starts from scripts in the page (our policy forbids
// those), and how easy the saved draft is to read.

const START = { date: "initDateChooser", datetime: "initDateTimeChooser", time: "initTimeChooser" };

function startChoosers(root) {
  for (const mark of root.querySelectorAll("template[data-chooser]")) {
    const start = window[START[mark.dataset.chooser]];
    const field = document.getElementById(mark.dataset.for);
    if (start && field && !field.dataset.chooserStarted) {
      field.dataset.chooserStarted = "yes";
      start(mark.dataset.for, JSON.parse(mark.dataset.config));
    }
  }
}

function startFileChoosers(root) {
  for (const mark of root.querySelectorAll("template[data-start]")) {
    const Start = window[mark.dataset.start];
    if (!Start || mark.dataset.started) continue;
    mark.dataset.started = "yes";
    new Start(mark.dataset.for, JSON.parse(mark.dataset.options));
  }
}

// What Wagtail leaves without a name for those who listen.
function nameFields(root) {
  for (const field of root.querySelectorAll("#fileupload:not([aria-label])")) {
    field.setAttribute("aria-label", "Filer att ladda upp");
  }
  for (const text of root.querySelectorAll(".public-DraftEditor-content:not([aria-label], [aria-labelledby])")) {
    const label = text.closest("[data-contentpath]")?.querySelector(".w-field__label, .w-panel__heading-text");
    text.setAttribute("aria-label", label?.textContent.trim() || "Text");
  }
}

// A dialog that closes gives the keyboard back to where it was opened.
let opener = null;

function returnToOpener() {
  if (!opener?.isConnected || document.activeElement !== document.body) return;
  [...opener.querySelectorAll("button, a[href]")].find((control) => control.checkVisibility())?.focus();
}

// The list of parts is typed into: whoever opened it by keyboard is led there.
function enterList(root) {
  const field = root.querySelector(".w-combobox [role=combobox]");
  if (field && document.activeElement?.matches(".c-sf-add-button")) setTimeout(() => field.focus(), 50);
}

function startAll(root) {
  startChoosers(root);
  startFileChoosers(root);
  nameFields(root);
}

async function refreshReadability() {
  for (const place of document.querySelectorAll("[data-readability]")) {
    const answer = await fetch(place.dataset.readability, { headers: { "X-Requested-With": "XMLHttpRequest" } });
    if (answer.ok) place.innerHTML = await answer.text();
  }
}

document.addEventListener("DOMContentLoaded", () => {
  startAll(document);
  // Dialogs and new parts come later.
  new MutationObserver((changes) => {
    for (const change of changes) {
      if ([...change.removedNodes].some((node) => node.classList?.contains("modal"))) setTimeout(returnToOpener, 50);
      for (const node of change.addedNodes) {
        if (node.nodeType !== Node.ELEMENT_NODE) continue;
        startAll(node);
        enterList(node);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
});
document.addEventListener("w-autosave:success", refreshReadability);
document.addEventListener("click", (event) => {
  opener = event.target.closest("[data-chooser-action-choose]")?.closest(".chooser") ?? opener;
  if (event.target.closest("[data-readability-again]")) refreshReadability();
});
