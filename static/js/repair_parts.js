// [data-parts]: one more row for a part whenever it is needed.
face.each("[data-parts]", (parts) => {
  const add = parts.querySelector("[data-parts-add]");
  const rows = () => parts.querySelectorAll("[data-parts-row]");
  const more = () => {
    const row = rows()[rows().length - 1].cloneNode(true);
    for (const field of row.querySelectorAll("select, input")) field.value = "";
    add.before(row);
    return row;
  };
  add.hidden = false;
  add.addEventListener("click", () => more().querySelector("select").focus());
  parts.closest("form").addEventListener("draft:restore", (event) => {
    const wanted = event.detail.values[rows()[0].querySelector("[name]").name]?.length ?? 0;
    while (rows().length < wanted) more();
  });
});
