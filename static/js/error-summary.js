// Moves the focus to the error summary, so that a screen reader starts there and the page shows it.
document.querySelector(".errors[tabindex]")?.focus();
