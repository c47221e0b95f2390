// What a page must hold, as one function of axe's options: the page's own faults as sentences, and axe's violations.
// Answers nothing when axe is not on the page yet; without options, how the page fails to fit in the window. Read by
// tests/browser.py.
async (options) => {
  if (!options) return sideways();
  if (!("axe" in window)) {
    if (!("bringAxe" in window)) return null;
    window.bringAxe();
  }

  function sideways() {
    const root = document.scrollingElement;
    if (root.scrollWidth <= root.clientWidth) return [];
    const wide = [...document.querySelectorAll("body *")].filter((element) => {
      const box = element.getBoundingClientRect();
      return box.width > 1 && box.right > root.clientWidth + 1 && box.left >= 0;
    });
    const names = wide.slice(0, 3).map((element) => element.outerHTML.slice(0, 90));
    return [`scrolls sideways: ${root.scrollWidth} px of ${root.clientWidth} px ${names.join(" | ")}`];
  }

  /** Everything that axe does not look at, as sentences. */
  function ownFaults() {
    const faults = sideways();
    const headings = [...document.querySelectorAll("h1")].filter((h1) => h1.checkVisibility());
    if (headings.length !== 1) faults.push(`has ${headings.length} visible h1`);
    if (!document.title.trim()) faults.push("has no title");
    if (document.documentElement.lang !== "sv") faults.push("is not marked as Swedish");
    for (const element of document.querySelectorAll("[style]:not([style='']), style")) {
      faults.push(`has inline style: ${element.outerHTML.slice(0, 120)}`);
    }
    for (const script of document.querySelectorAll("script:not([src])")) {
      if (!/json/.test(script.type)) faults.push(`has inline script: ${script.outerHTML.slice(0, 120)}`);
    }
    for (const element of document.querySelectorAll("*")) {
      for (const attribute of element.attributes) {
        if (attribute.name.startsWith("on")) faults.push(`has ${attribute.name} on ${element.tagName}`);
      }
    }
    for (const entry of performance.getEntriesByType("resource")) {
      const address = new URL(entry.name, location.href);
      if (address.origin !== location.origin && address.protocol.startsWith("http")) {
        faults.push(`asks another site: ${entry.name}`);
      }
      if (entry.responseStatus >= 400) faults.push(`asks for something missing: ${entry.name}`);
    }
    for (const use of document.querySelectorAll("use")) {
      const target = use.getAttribute("href");
      if (!document.querySelector(target)) faults.push(`shows no picture for ${target}`);
    }
    const seen = new Set();
    for (const element of document.querySelectorAll("[id]")) {
      if (seen.has(element.id)) faults.push(`uses the id ${element.id} twice`);
      seen.add(element.id);
    }
    for (const element of document.querySelectorAll("[aria-describedby], [aria-labelledby], label[for]")) {
      const ids = ["aria-describedby", "aria-labelledby", "for"].flatMap(
        (name) => (element.getAttribute(name) || "").split(/\s+/).filter(Boolean));
      for (const id of ids) {
        if (!document.getElementById(id)) faults.push(`points at #${id}, which is not there`);
      }
    }
    for (const link of document.querySelectorAll('a[href^="#"]')) {
      const id = decodeURIComponent(link.getAttribute("href").slice(1));
      if (id && !document.getElementById(id)) faults.push(`links to #${id}, which is not there`);
    }
    return faults;
  }

  /**
   * All that the contrast of an element's text can depend on, as one text for each element: colours, pictures, shadow
   * and opacity of its own and of all it stands in, whether its letters count as large, which coloured boxes it lies
   * over or under, and which of those it stands in it sticks out of.
   */
  function appearances() {
    const found = new Map();
    const texts = [];
    const boxes = [];
    const visit = (element, around) => {
      const style = getComputedStyle(element);
      if (style.display === "none") return;
      const paint = [style.backgroundColor, style.backgroundImage, style.opacity, style.filter, style.mixBlendMode].join();
      const ground = `${around}/${paint}`;
      const size = parseFloat(style.fontSize);
      const isLarge = size >= 24 || (style.fontWeight >= 700 && size >= 18.6);
      found.set(element, [style.color, style.textShadow, style.visibility, isLarge, ground].join());
      const box = element.getBoundingClientRect();
      if (style.backgroundImage !== "none" || !/, 0\)$/.test(style.backgroundColor)) boxes.push([element, box, paint]);
      const writes = [...element.childNodes].some((node) => node.nodeType === Node.TEXT_NODE && node.data.trim());
      if (writes || element.matches("input, select, textarea, button")) texts.push([element, box]);
      for (const child of element.children) {
        if (child.localName !== "svg" && child.localName !== "script") visit(child, ground);
      }
    };
    visit(document.body, getComputedStyle(document.documentElement).backgroundColor);
    const meets = (one, other) =>
      one.left < other.right && other.left < one.right && one.top < other.bottom && other.top < one.bottom;
    const isWithin = (one, other) =>
      one.left >= other.left - 1 && one.right <= other.right + 1 && one.top >= other.top - 1 && one.bottom <= other.bottom + 1;
    for (const [element, box] of texts) {
      for (const [other, its, paint] of boxes) {
        const matters = other.contains(element) ? !isWithin(box, its) : meets(box, its) && !element.contains(other);
        if (matters) found.set(element, `${found.get(element)} ${paint}`);
      }
    }
    return found;
  }

  /**
   * Judging contrast takes axe longer than everything else together. An element that looks as it did when it was judged
   * on this page, at another width or before a press, is not judged again.
   */
  function judgeEachContrastOnce() {
    const judged = (window.judgedContrast ??= new WeakMap());
    const rule = window.axe._audit.rules.find((one) => one.id === "color-contrast");
    const applies = (window.contrastApplies ??= rule.matches);
    const now = appearances();
    rule.matches = (node, ...more) => {
      const appearance = now.get(node);
      if (appearance !== undefined && judged.get(node) === appearance) return false;
      if (!applies.call(rule, node, ...more)) return false;
      judged.set(node, appearance);
      return true;
    };
  }

  const faults = ownFaults();
  judgeEachContrastOnce();
  const { violations } = await window.axe.run(options);
  return [
    faults,
    violations.map(({ id, impact, nodes }) => ({
      id,
      impact,
      places: nodes.slice(0, 3).map((node) => node.html.slice(0, 160)),
      why: nodes[0].failureSummary ?? "",
    })),
  ];
}
