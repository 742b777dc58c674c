// [data-ticks]: a list in which those who paid are ticked; says how many and how much together.
face.each("[data-ticks]", (list) => {
  const all = list.querySelector("[data-tick-all]");
  const boxes = () => [...list.querySelectorAll("[data-tick]")].filter((box) => !box.disabled);
  const yuan = (box) => {
    const row = box.closest("[data-tick-row]");
    const input = row.querySelector("[data-tick-amount]");
    return Number(input ? input.value : row.dataset.amount) || 0;
  };
  const show = () => {
    const ticked = boxes().filter((box) => box.checked);
    list.querySelector("[data-tick-count]").textContent = ticked.length;
    list.querySelector("[data-tick-sum]").textContent = ticked.reduce((sum, box) => sum + yuan(box), 0).toFixed(2);
    if (all) {
      all.checked = ticked.length > 0 && ticked.length === boxes().length;
      all.indeterminate = ticked.length > 0 && ticked.length < boxes().length;
    }
  };
  list.addEventListener("change", (event) => {
    if (event.target === all) for (const box of boxes()) box.checked = all.checked;
    show();
  });
  list.addEventListener("input", show);
  show();
});

// [data-fill]: a button that sets what is still empty in its list to one word.
face.each("[data-fill]", (button) => {
  button.addEventListener("click", () => {
    for (const select of button.closest("form").querySelectorAll("[data-fill-one]")) {
      if (!select.value) select.value = button.dataset.fill;
    }
  });
});
