// "Är telefonen din egen?": asked once, before anything may lie on the phone.

/** Ask, or act on what was answered before. `keep(keeper)` is called when text may lie on the phone. */
export async function setUpPhone({ keeper, person, interview, asks, keep }) {
  const panel = document.querySelector("[data-phone]");
  await showOthers(keeper, person);
  const chosen = await keeper.choice(person, interview);
  if (chosen) {
    if (chosen !== "nothing") await keep(keeper);
    return;
  }
  if (!panel || !asks) return;
  panel.hidden = false;
  panel.addEventListener("click", async (event) => {
    const choice = event.target.closest("[data-phone-choice]")?.dataset.phoneChoice;
    if (choice === "borrowed") {
      panel.querySelector("[data-phone-first]").hidden = true;
      panel.querySelector("[data-phone-second]").hidden = false;
      panel.querySelector("#telefonen").textContent = "Du lånar telefonen";
      panel.querySelector("#telefonen").focus();
    } else if (choice) {
      panel.hidden = true;
      await keeper.choose(person, interview, choice);
      if (choice !== "nothing") await keep(keeper);
      panel.dataset.chosen = choice;
      document.querySelector("main").focus();
    }
  });
}

/** Say that somebody else's text waits here: how much, never what. */
export async function showOthers(keeper, person) {
  const notice = document.querySelector("[data-others]");
  if (!notice) return;
  const count = await keeper.othersCount(person);
  notice.hidden = count === 0;
  notice.querySelector("[data-others-count]").textContent = count === 1 ? "ett svar" : `${count} svar`;
}
