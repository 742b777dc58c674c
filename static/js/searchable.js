// select[data-searchable]: long lists become searchable. Tom Select is fetched on the first page that has one.
(() => {
  const dataset = document.currentScript.dataset;
  let library;
  const fetchOnce = () => {
    library ??= new Promise((ready) => {
      const link = document.createElement("link");
      link.rel = "stylesheet";
      link.href = dataset.style;
      document.head.insertBefore(link, document.querySelector("link[rel=stylesheet][href*='css/app']"));
      const element = document.createElement("script");
      element.src = dataset.script;
      element.addEventListener("load", ready);
      document.head.append(element);
    });
    return library;
  };
  face.each("select[data-searchable]", async (select) => {
    await fetchOnce();
    const notFound = () => {
      const element = document.createElement("div");
      element.className = "no-results";
      element.textContent = face.word("noResults");
      return element;
    };
    const chosen = new TomSelect(select, {
      maxOptions: 200,
      allowEmptyOption: true,
      hidePlaceholder: true,
      placeholder: select.multiple ? face.word("choose") : undefined,
      plugins: select.multiple ? { remove_button: { title: face.word("remove") } } : {},
      render: { no_results: notFound },
    });
    const nameButtons = () => {
      for (const button of chosen.control.querySelectorAll(".item button")) {
        button.setAttribute("aria-label", `${face.word("remove")} ${button.parentElement.firstChild.textContent}`);
      }
    };
    nameButtons();
    chosen.on("item_add", nameButtons);
    select.setAttribute("aria-hidden", "true");
  });
})();
