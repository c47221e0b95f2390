// A page of an interview: saves as one writes, keeps on the phone what could not be sent.
// Without script every page is a plain form.

import { bind, contentOf, fill, showRefusal } from "./fields.js";
import { openKeeper } from "./keeper.js";
import { Sender } from "./sender.js";
import { show } from "./words.js";
import { setUpClearing } from "./clearing.js";
import { setUpPhone } from "./phone.js";
import { pointOut } from "./refused.js";

const main = document.querySelector("main");
const { interview, person, csrf, folder, who } = main.dataset;
const sections = new Map([...document.querySelectorAll("[data-question]")].map((part) => [part.dataset.question, part]));
const root = folder.replace(/[^/]+\/$/, "");
const sender = new Sender({ person, interview, csrf, who, root, changed: tell, answered });

document.documentElement.classList.add("has-script");
for (const section of sections.values()) bind(section, written);
show(sender.state);
document.addEventListener("click", leave);
document.addEventListener("submit", submitted);
start();

function tell(state) {
  show(state);
  pointOut({ sender, keeper: sender.keeper, person, root, questions: new Set(sections.keys()) });
}

async function start() {
  const keeper = await openKeeper();
  main.dataset.ready = keeper ? "keeps" : "forgets";
  setUpClearing({ keeper, person, sender });
  if (!keeper) return;
  await keeper.setCurrent(person).catch((error) => console.info("the phone keeps no name", error.name));
  await setUpPhone({ keeper, person, interview, asks: sections.size > 0, keep });
  main.dataset.ready = "started";
}

async function keep(keeper) {
  await sender.keepOn(keeper);
  await sender.adopt(interview, ({ question, base, content }) => {
    const section = sections.get(question);
    if (!section?.querySelector("[data-text]")) return;
    fill(section, content);
    baseOf(section).value = base;
  });
  navigator.serviceWorker?.register(main.dataset.worker).catch((error) => {
    console.info("the page cannot be opened without coverage", error.name);
  });
  await keepGuide();
}

async function keepGuide() {
  try {
    const response = await fetch(`${folder}guide.json`, { headers: { Accept: "application/json" } });
    const guide = response.ok && (await response.json());
    // "Rensa" may have come first.
    if (guide) await sender.keeper?.keepInterview(person, interview, guide);
  } catch (error) {
    console.info("the questions are fetched next time", error.name);
  }
}

function written(section) {
  showRefusal(section, "");
  sender.write(interview, section.dataset.question, Number(baseOf(section).value), contentOf(section));
}

async function answered({ draft, revision, isDouble, message }) {
  if (draft.interview !== interview) return;
  const section = sections.get(draft.question);
  if (revision && sender.keeper) {
    const kept = await sender.keeper.interview(person, interview);
    if (kept) {
      kept.revisions[draft.question] = revision;
      await sender.keeper.keepInterview(person, interview, kept);
    }
  }
  if (!section?.querySelector("[data-text]")) return;
  if (revision && draft.page === sender.page) baseOf(section).value = revision;
  const choose = "Ni har skrivit olika i samma ruta. Båda texterna är kvar. Ladda om sidan för att se dem bredvid varandra.";
  showRefusal(section, isDouble ? choose : message ?? "");
}

function baseOf(section) {
  return section.querySelector("[data-base]");
}

/** Send what waits before leaving. Where nothing may lie on the phone, what could not be sent keeps the page open. */
async function leave(event) {
  const button = event.target.closest("[data-to], [data-leave]");
  if (!button || event.defaultPrevented || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  await Promise.race([sender.now(), new Promise((resolve) => setTimeout(resolve, 2500))]);
  await sender.settled();
  if (sender.pending && !sender.keeps) {
    const words = sender.state.refused
      ? "Vänta: ett svar är inte sparat. Rätta det först, annars försvinner det när du lämnar sidan."
      : "Vänta: allt är inte sparat än. Stanna på sidan tills det står Sparat.";
    for (const line of document.querySelectorAll("[data-saved-words], [data-saved-said]")) line.textContent = words;
    return;
  }
  location.href = button.dataset.to ?? button.href;
}

/** A choice between two texts is a plain form; what else was written is sent first. */
async function submitted(event) {
  const { submitter, target } = event;
  if (!target.matches("[data-form]") || submitter?.name !== "choose" || target.dataset.sent || !sender.pending) return;
  event.preventDefault();
  await Promise.race([sender.now(), new Promise((resolve) => setTimeout(resolve, 2500))]);
  // A form is not sent again while the event of its first sending is still under way.
  await new Promise((resolve) => setTimeout(resolve));
  target.dataset.sent = "yes";
  target.requestSubmit(submitter);
}
