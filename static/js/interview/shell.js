// The interview without coverage: drawn from the questions and the unsent answers that lie on the phone.
// What is already saved in the portal is not here; new words to such a question become a second text beside it.

import { setUpClearing } from "./clearing.js";
import { bind, contentOf, fill, showRefusal } from "./fields.js";
import { openKeeper } from "./keeper.js";
import { showOthers } from "./phone.js";
import { Sender } from "./sender.js";
import { show } from "./words.js";

const main = document.querySelector("main");
const root = main.dataset.root.replace(/[^/]+\/$/, "");
const [interview = "", part = "", place = "1"] = location.pathname.slice(root.length).split("/");
/** Addresses that hold no questions: what stands there without coverage. */
const STOPS = {
  paus: ["Pausad", "Ta den tid ni behöver. Det som inte är skickat än ligger kvar på telefonen och skickas när du har täckning."],
  klart: ["Slutet på intervjun", "Tacka, och fråga hur det känns. Det som inte är skickat än ligger kvar på telefonen. "
    + "När du har täckning kan ni titta igenom och avsluta intervjun här."],
};
const bases = new Map();
const sections = new Map();

document.documentElement.classList.add("has-script");
start();

async function start() {
  const keeper = await openKeeper();
  const person = await keeper?.current();
  if (keeper) await showOthers(keeper, person);
  const guide = person && (await keeper.interview(person, interview));
  if (!guide) {
    document.querySelector("[data-saved]").hidden = true;
    main.dataset.ready = "empty";
    return;
  }
  const number = Math.min(Math.max(part === "omrade" ? Number(place) || 1 : 1, 1), guide.areas.length);
  const sender = new Sender({ person, interview, root, who: main.dataset.who, changed: show, answered });
  if (Object.hasOwn(STOPS, part)) drawStop(guide);
  else draw(guide, number, sender);
  sender.problem = "offline";
  // Before anything else is waited for: what is typed at once is kept too.
  for (const section of sections.values()) bind(section, (part) => written(sender, part));
  await sender.keepOn(keeper);
  await sender.adopt(interview, ({ question, base, content }) => {
    bases.set(question, base);
    const section = sections.get(question);
    if (!section) return;
    fill(section, content);
    section.querySelector("[data-elsewhere]").hidden = true;
  });
  setUpClearing({ keeper, person, sender });
  document.dispatchEvent(new Event("htmx:load"));
  main.dataset.ready = "started";

  async function answered({ draft, revision, isDouble, message }) {
    if (draft.interview !== interview) return;
    const section = sections.get(draft.question);
    if (revision) {
      if (draft.page === sender.page) bases.set(draft.question, revision);
      guide.revisions[draft.question] = revision;
      await sender.keeper?.keepInterview(person, interview, guide);
    }
    const choose = "Texten är sparad bredvid den som fanns. Öppna sidan med täckning och välj vad som ska gälla.";
    if (section) showRefusal(section, isDouble ? choose : message ?? "");
  }
}

function written(sender, section) {
  const { question } = section.dataset;
  showRefusal(section, "");
  // Nothing of what was saved before is here: from revision 0, so that it is never written over.
  sender.write(interview, question, bases.get(question) ?? 0, contentOf(section));
}

function drawStop(guide) {
  const [heading, words] = STOPS[part];
  introduce(guide, heading);
  document.querySelector("[data-heading]").textContent = heading;
  const stop = document.querySelector("[data-stop]");
  stop.hidden = false;
  stop.querySelector("[data-stop-words]").textContent = words;
  stop.querySelector("[data-stop-back]").href = address(part === "klart" ? guide.areas.length : 1);
}

function draw(guide, number, sender) {
  const area = guide.areas[number - 1];
  const words = `Område ${number} av ${guide.areas.length}`;
  introduce(guide, words);
  document.querySelector("[data-heading]").textContent = area.title;
  document.querySelector("[data-place]").textContent = words;
  document.querySelector("[data-progress]").hidden = false;
  document.querySelector("[data-writing]").hidden = false;
  const list = document.querySelector("[data-questions]");
  for (const question of area.questions) list.append(drawn(question, guide.revisions[question.id] ?? 0));
  leadOn(guide, number, sender);
}

/** Say which interview it is, and show what every page of one has. */
function introduce(guide, words) {
  document.title = `${words} – intervju ${guide.code}`;
  document.querySelector("[data-code]").textContent = `Intervju ${guide.code}`;
  document.querySelector("[data-empty]").hidden = true;
  document.querySelector("[data-clearing]").hidden = false;
}

/** Copy the server's own markup of a question of this kind, and fill in its words and ids. */
function drawn(question, revision) {
  const template = document.querySelector(`template[data-template="${question.kind}"]`);
  const part = template.content.cloneNode(true);
  const section = part.querySelector("[data-question]");
  const key = question.id.replaceAll("-", "");
  const blank = section.dataset.question.replaceAll("-", "");
  for (const element of [section, ...section.querySelectorAll("*")]) {
    for (const { name, value } of [...element.attributes]) {
      if (value.includes(blank)) element.setAttribute(name, value.replaceAll(blank, key));
    }
  }
  section.dataset.question = question.id;
  section.querySelector("[data-question-text]").textContent = question.text;
  section.querySelector("[data-quote] .vh").textContent = ` i svaret på ${question.text}`;
  section.querySelector("[data-elsewhere]").hidden = revision === 0;
  drawPrompts(section, question.prompts);
  if (question.kind === "scale") drawScale(section, question.scale);
  sections.set(question.id, section);
  return part;
}

function drawPrompts(section, prompts) {
  const details = section.querySelector("[data-prompts]");
  if (!prompts.length) details.remove();
  else details.querySelector("ul").replaceChildren(...prompts.map((words) => {
    const item = document.createElement("li");
    item.textContent = words;
    return item;
  }));
}

/** The copy has one choice of the scale, then the ways of not answering. */
function drawScale(section, scale) {
  const first = section.querySelector('[data-answer][value="0"]').closest(".choice");
  const choices = scale.map((label, value) => {
    const choice = first.cloneNode(true);
    choice.querySelector("input").value = String(value);
    choice.querySelector("span").textContent = label;
    return choice;
  });
  first.replaceWith(...choices);
}

function leadOn(guide, number, sender) {
  const next = document.querySelector("[data-next]");
  const previous = document.querySelector("[data-previous]");
  previous.hidden = number === 1;
  previous.addEventListener("click", async () => {
    await sender.settled();
    go(number - 1);
  });
  document.querySelector("[data-form]").addEventListener("submit", async (event) => {
    event.preventDefault();
    await sender.settled();
    if (number < guide.areas.length) go(number + 1);
    else location.href = `${root}${interview}/klart/`;
  });
  if (number === guide.areas.length) next.firstChild.textContent = "Gå till slutet";
}

function go(number) {
  location.href = address(number);
}

function address(number) {
  return `${root}${interview}/omrade/${number}/`;
}
