// The list of interviews: sends what this person's phone could not send before, and learns which interviews are gone.
// Nothing is begun here: a phone where no text was ever kept stays as it was.

import { openKeeper } from "./keeper.js";
import { showOthers } from "./phone.js";
import { pointOut } from "./refused.js";
import { Sender } from "./sender.js";
import { show } from "./words.js";

const part = document.querySelector("[data-leftovers]");
start();

async function start() {
  const keeper = await openKeeper();
  if (!keeper) return;
  const { gone, person, who } = part.dataset;
  const root = part.dataset.root.replace(/[^/]+\/$/, "");
  for (const interview of gone.split(" ").filter(Boolean)) await keeper.forgetInterview(interview);
  await showOthers(keeper, person);
  if ((await keeper.drafts(person)).length) {
    part.hidden = false;
    const sender = new Sender({ person, who, root, changed: tell });
    await sender.keepOn(keeper);
    await sender.adopt("");
    await sender.now();

    function tell(state) {
      show(state);
      pointOut({ sender, keeper, person, root });
    }
  }
  part.dataset.ready = "started";
}
