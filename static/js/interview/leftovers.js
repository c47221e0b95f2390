// The list of interviews: sends what this person's phone could not send before, and learns which interviews are gone.
// Nothing is begun here: a phone where no text was ever kept stays as it was.

import { openKeeper } from "./keeper.js";
import { showOthers } from "./phone.js";
import { Sender } from "./sender.js";
import { show } from "./words.js";

const part = document.querySelector("[data-leftovers]");
start();

async function start() {
  const keeper = await openKeeper();
  if (!keeper) return;
  const { gone, person, root, who } = part.dataset;
  for (const interview of gone.split(" ").filter(Boolean)) await keeper.forgetInterview(interview);
  await showOthers(keeper, person);
  if ((await keeper.drafts(person)).length) {
    part.hidden = false;
    const sender = new Sender({ person, who, root: root.replace(/[^/]+\/$/, ""), changed: show });
    await sender.keepOn(keeper);
    await sender.adopt("");
    await sender.now();
  }
  part.dataset.ready = "started";
}
