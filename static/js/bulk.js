// [data-bulk]: a bar with the number selected appears as soon as a row is ticked.
face.each("[data-bulk]", (bar) => {
  const results = bar.closest("#results");
  const inSight = (element) => element.offsetParent !== null;
  const items = () => [...results.querySelectorAll("[data-bulk-item]")].filter(inSight);
  const all = results.querySelector("[data-bulk-all]");
  const show = () => {
    const boxes = items();
    const ticked = boxes.filter((box) => box.checked).length;
    bar.hidden = ticked === 0;
    bar.querySelector("[data-bulk-count]").textContent = face.word("selected", { n: ticked });
    all.checked = ticked > 0 && ticked === boxes.length;
    all.indeterminate = ticked > 0 && ticked < boxes.length;
  };
  results.addEventListener("change", (event) => {
    if (event.target === all) for (const box of items()) box.checked = all.checked;
    if (event.target.matches("[data-bulk-all], [data-bulk-item]")) show();
  });
  bar.querySelector("[data-bulk-clear]").addEventListener("click", () => {
    for (const box of results.querySelectorAll("[data-bulk-item]")) box.checked = false;
    show();
  });
  show();
});
