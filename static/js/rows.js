// [data-rows]: a button adds an empty row from the template, up to data-rows-most, and puts the cursor into it.
face.each("[data-rows]", (rows) => {
  const list = rows.querySelector("[data-rows-list]");
  const empty = rows.querySelector("[data-rows-empty]");
  const add = rows.querySelector("[data-rows-add]");
  const enough = () => { add.hidden = list.children.length >= Number(rows.dataset.rowsMost); };
  rows.closest("form")?.addEventListener("draft:restore", (event) => {
    const wanted = event.detail.values[empty.content.querySelector("[name]").name]?.length ?? 0;
    while (list.children.length < wanted) list.append(empty.content.cloneNode(true));
    enough();
  });
  add.addEventListener("click", () => {
    list.append(empty.content.cloneNode(true));
    enough();
    list.lastElementChild.querySelector("input").focus();
  });
  enough();
});
