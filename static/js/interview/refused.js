// An answer that the portal refused may stand on another page than this one: the line at the top then leads to it.

/** Point out the first refused answer that isn't among `questions` of this page; hide the link when there is none. */
export async function pointOut({ sender, keeper, person, root, questions = new Set() }) {
  const link = document.querySelector("[data-saved-where]");
  if (!link) return;
  const found = [...sender.drafts.values()].find((draft) => (
    draft.refused && !draft.clean && !(draft.interview === sender.interview && questions.has(draft.question))
  ));
  const guide = found && (await keeper?.interview(person, found.interview));
  link.hidden = !guide;
  if (!guide) return;
  const place = guide.areas.findIndex((area) => area.questions.some(({ id }) => id === found.question));
  link.href = `${root}${found.interview}/omrade/${place + 1}/`;
  link.textContent = `Visa svaret i ${guide.code}`;
}
