// Nothing here is needed to read the page: previews on hover and focus, a filter by line, j/k and / from the keyboard.
(() => {
  "use strict";
  const all = (selector, root = document) => [...root.querySelectorAll(selector)];
  const make = (name, attributes = {}, text = "") => {
    const node = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
    node.textContent = text;
    return node;
  };

  // Folds open on the way to what an address names, also in browsers that do not open them by themselves.
  const reveal = () => {
    const target = document.getElementById(decodeURIComponent(location.hash.slice(1)));
    if (!target) return;
    let opened = false;
    for (let fold = target.closest("details"); fold; fold = fold.parentElement.closest("details")) {
      if (!fold.open) { fold.open = true; opened = true; }
    }
    const report = target.matches("article.report") && target.querySelector(".fulltext");
    if (report) report.open = true;
    if (opened) target.scrollIntoView({ block: "center" });
  };
  addEventListener("hashchange", reveal);
  reveal();

  // Preview: the paragraph that a chip leads to, its claim marked.
  let preview = null;
  const hide = () => { preview?.remove(); preview = null; };
  const show = (link) => {
    hide();
    const claim = document.getElementById(link.getAttribute("href").slice(1));
    const paragraph = claim?.closest("p");
    if (!paragraph) return;
    const copy = paragraph.cloneNode(true);
    all(".back", copy).forEach((node) => node.remove());
    const marked = all("." + CSS.escape(claim.id), copy);
    all("[id]", copy).forEach((node) => node.removeAttribute("id"));
    marked.forEach((node) => { node.style.background = "var(--hit)"; });
    preview = make("div", { class: "preview", role: "tooltip" });
    const article = claim.closest("article");
    preview.append(make("b", {}, article.querySelector("h2, h3, h4, h5").textContent.trim()), copy);
    document.body.append(preview);
    const at = link.getBoundingClientRect();
    const box = preview.getBoundingClientRect();
    const left = Math.max(16, Math.min(at.left, innerWidth - box.width - 16));
    const below = at.bottom + box.height + 12 < innerHeight || at.top < box.height + 12;
    preview.style.left = left + scrollX + "px";
    preview.style.top = (below ? at.bottom + 8 : at.top - box.height - 8) + scrollY + "px";
    if (marked[0]) preview.scrollTop = Math.max(0, marked[0].offsetTop - 48);
  };
  const hovers = matchMedia("(hover: hover)").matches;
  document.addEventListener("mouseover", (event) => {
    const link = hovers && event.target.closest("a.cite");
    if (link) show(link); else hide();
  });
  document.addEventListener("focusin", (event) => {
    if (event.target.matches("a.cite:focus-visible")) show(event.target); else hide();
  });
  document.addEventListener("click", hide);

  // Filter: by line, by report, by words.
  all(".story").forEach((story) => {
    const opening = story.querySelector(".opening");
    const rows = all(".filtered", story);
    if (!opening || !rows.length) return;
    const tools = make("div", { class: "tools", role: "search", "aria-label": "Filter: " + story.querySelector(".headline").textContent });
    const find = make("input", { type: "search", placeholder: "Search the findings  /", "aria-label": "Search the findings" });
    const count = make("span", { role: "status", class: "hint" });
    const buttons = all(".legend .line a", story).map((link) => {
      const letter = link.closest(".line").querySelector("b").textContent;
      const button = make("button", { type: "button", "aria-pressed": "false", "data-key": link.getAttribute("href").slice(1) }, letter + " " + link.textContent);
      button.addEventListener("click", () => {
        button.setAttribute("aria-pressed", button.getAttribute("aria-pressed") === "false");
        apply();
      });
      return button;
    });
    const apply = () => {
      const keys = buttons.filter((b) => b.getAttribute("aria-pressed") === "true").map((b) => b.dataset.key);
      const words = find.value.trim().toLowerCase();
      let shown = 0;
      rows.forEach((row) => {
        const told = row.dataset.reports.split(" ");
        row.hidden = !(keys.every((key) => told.includes(key)) && (!words || row.textContent.toLowerCase().includes(words)));
        shown += row.hidden ? 0 : 1;
      });
      count.textContent = keys.length || words ? shown + " of " + rows.length + " findings" : "";
    };
    find.addEventListener("input", apply);
    find.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { find.value = ""; apply(); find.blur(); }
    });
    tools.append(find, ...buttons, count);
    opening.after(tools);
  });

  // Keys: j and k to the next and the previous difference, / to the search.
  let at = -1;
  addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.matches("input, textarea, select")) return;
    if (event.key === "/") {
      const find = document.querySelector(".tools input");
      if (find) { event.preventDefault(); find.focus(); }
    } else if (event.key === "j" || event.key === "k") {
      const differences = all(".difference").filter((row) => row.offsetParent !== null);
      if (!differences.length) return;
      const step = event.key === "j" ? 1 : -1;
      at = Math.max(0, Math.min(differences.length - 1, at < 0 ? 0 : at + step));
      differences[at].focus({ preventScroll: true });
      differences[at].scrollIntoView({ block: "center" });
    } else if (event.key === "Escape") hide();
  });
})();
