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

function startAll(root) {
  startChoosers(root);
  startFileChoosers(root);
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
      for (const node of change.addedNodes) {
        if (node.nodeType === Node.ELEMENT_NODE && node.querySelector("template")) startAll(node);
      }
    }
  }).observe(document.body, { childList: true, subtree: true });
});
document.addEventListener("w-autosave:success", refreshReadability);
document.addEventListener("click", (event) => {
  if (event.target.closest("[data-readability-again]")) refreshReadability();
});
