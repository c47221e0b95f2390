// Paper forms by keyboard: the first question has the focus, and a digit picks the answer with that number.
// Without this the page works as any form.

const form = document.querySelector("[data-paper]");

if (form) {
  const hasErrors = document.querySelector(".errors");
  const first = form.querySelector("input:not([type=hidden]), textarea");
  if (first && !hasErrors) first.focus();

  form.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey || !/^[1-9]$/.test(event.key)) return;
    if (!event.target.matches("input[type=radio], input[type=checkbox]")) return;
    const boxes = event.target.closest("fieldset").querySelectorAll("input[type=radio], input[type=checkbox]");
    const chosen = boxes[Number(event.key) - 1];
    if (!chosen) return;
    event.preventDefault();
    chosen.click();
    chosen.focus();
  });
}
