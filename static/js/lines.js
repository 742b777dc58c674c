// [data-lines]: rows of a form whose sums and total follow while typing; with a template they can be added and removed.
face.each("[data-lines]", (form) => {
  const list = form.querySelector("[data-lines-list]");
  const template = form.querySelector("[data-lines-row]");
  const count = form.querySelector(`[name="${form.dataset.prefix}-TOTAL_FORMS"]`);
  const total = form.querySelector("[data-lines-total]");
  const money = (amount) => amount.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 });
  const number = (line, name) => Number(line.querySelector(`[name$="-${name}"]`).value.replace(/[,，\s]/g, "")) || 0;

  const sum = () => {
    if (!total) return;
    let amount = 0;
    for (const line of list.querySelectorAll("[data-line]")) {
      const price = Math.round(number(line, "quantity") * number(line, "unit_price") * 100 + 1e-6) / 100;
      line.querySelector("[data-line-amount]").textContent = money(price);
      amount += price;
    }
    total.textContent = money(amount);
  };
  const tell = () => form.dispatchEvent(new Event("change", { bubbles: true }));

  const rowFor = (number) => list.insertAdjacentHTML("beforeend", template.innerHTML.replaceAll("__prefix__", number));

  form.addEventListener("draft:restore", (event) => {
    if (!template) return;
    const numbers = Object.keys(event.detail.values).map((name) => name.match(`^${form.dataset.prefix}-(\\d+)-`)?.[1]);
    list.replaceChildren();
    for (const number of new Set(numbers.filter(Boolean))) rowFor(number);
    htmx.process(list);
  });
  form.querySelector("[data-lines-add]")?.addEventListener("click", () => {
    rowFor(count.value);
    count.value = Number(count.value) + 1;
    list.lastElementChild.querySelector("input, select").focus();
    sum();
  });
  list.addEventListener("click", (event) => {
    const button = event.target.closest("[data-line-remove]");
    if (!button) return;
    const line = button.closest("[data-line]");
    const next = (line.nextElementSibling ?? line.previousElementSibling)?.querySelector("[data-line-remove]");
    line.remove();
    (next ?? form.querySelector("[data-lines-add]"))?.focus();
    sum();
    tell();
  });
  list.addEventListener("input", sum);
  sum();
});
