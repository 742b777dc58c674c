// [data-parts]: one more row for a part whenever it is needed.
for (const parts of document.querySelectorAll("[data-parts]")) {
  const add = parts.querySelector("[data-parts-add]");
  add.hidden = false;
  add.addEventListener("click", () => {
    const rows = parts.querySelectorAll("[data-parts-row]");
    const row = rows[rows.length - 1].cloneNode(true);
    for (const field of row.querySelectorAll("select, input")) field.value = "";
    add.before(row);
    row.querySelector("select").focus();
  });
}
