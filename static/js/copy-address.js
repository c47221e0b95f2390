// A button that copies an address. Hidden until the browser can do it; the address itself can be selected.
// <code class="copy" id="adress">https://…</code><button class="btn" type="button" data-copy="adress" hidden>Kopiera</button>
for (const button of document.querySelectorAll("button[data-copy]")) {
  const source = document.getElementById(button.dataset.copy);
  if (!source || !navigator.clipboard) continue;
  const said = document.createElement("span");
  said.setAttribute("role", "status");
  button.after(said);
  button.hidden = false;
  button.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText((source.value ?? source.textContent).trim());
      said.textContent = "Kopierad";
    } catch {
      said.textContent = "Det gick inte att kopiera. Markera adressen och kopiera själv.";
    }
  });
}
