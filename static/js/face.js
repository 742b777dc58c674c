// What the other scripts share: words of the page's language, attaching to markup that htmx brings later, short notes.
window.face = (() => {
  const words = document.getElementById("words").dataset;
  const word = (name, values = {}) => words[name].replace(/\{(\w+)\}/g, (_, key) => values[key]);

  // Run `attach` once for each element that matches, now and after every swap.
  const each = (selector, attach) => {
    const seen = new WeakSet();
    const visit = (root) => {
      const found = [...root.querySelectorAll(selector)];
      if (root.matches?.(selector)) found.unshift(root);
      for (const element of found) {
        if (seen.has(element)) continue;
        seen.add(element);
        attach(element);
      }
    };
    visit(document);
    document.addEventListener("htmx:load", (event) => visit(event.detail.elt));
  };

  const note = (text) => {
    const element = document.createElement("div");
    element.className = "note";
    element.textContent = text;
    document.getElementById("notes").append(element);
    setTimeout(() => element.remove(), 3200);
  };

  document.addEventListener("htmx:sendError", () => note(word("failed")));
  document.addEventListener("htmx:responseError", () => note(word("failed")));
  return { word, each, note };
})();
