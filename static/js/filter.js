// form[data-filter]: results follow each change; the search waits for a pause and never interrupts an input method.
face.each("form[data-filter]", (form) => {
  const pause = 350;
  const search = form.elements.q;
  let timer;
  let composing = false;
  const send = () => {
    clearTimeout(timer);
    form.requestSubmit();
  };
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(send, pause);
  };
  const count = () => {
    const set = [...form.querySelectorAll("#filter-sheet :is(select, input)")].filter(
      (field) => field.name && (field.type === "checkbox" || field.type === "radio" ? field.checked && field.value : field.value),
    );
    const badge = form.querySelector("[data-filter-count]");
    if (!badge) return;
    const names = new Set(set.map((field) => field.name));
    badge.hidden = names.size === 0;
    badge.textContent = names.size;
  };
  search?.addEventListener("compositionstart", () => { composing = true; });
  search?.addEventListener("compositionend", () => { composing = false; later(); });
  search?.addEventListener("input", () => { if (!composing) later(); });
  form.addEventListener("change", (event) => {
    count();
    if (event.target !== search) send();
  });
  form.addEventListener("htmx:configRequest", (event) => {
    for (const [name, value] of [...event.detail.formData.entries()]) if (value === "") event.detail.formData.delete(name);
  });
  form.querySelector("[data-filter-clear]")?.addEventListener("click", () => {
    for (const field of form.querySelectorAll("#filter-sheet :is(select, input)")) {
      if (field.type === "checkbox" || field.type === "radio") field.checked = false;
      else if (field.tomselect) field.tomselect.clear();
      else field.value = "";
    }
    count();
    send();
  });
  count();
});

// [data-follow-query]: links beside a filtered list (its exports) ask for what the list shows now.
document.addEventListener("htmx:pushedIntoHistory", () => {
  for (const link of document.querySelectorAll("[data-follow-query] a")) {
    const query = new URLSearchParams(location.search);
    query.set("format", new URL(link.href).searchParams.get("format"));
    link.search = query;
  }
});
