// select[data-decides] shows those fields of its form that it decides (data-decided-by: its name) and whose data-only-for
// names its choice, and hides the others of them.
face.each("select[data-decides]", (select) => {
  const fields = [...select.form.querySelectorAll(`[data-decided-by="${select.name}"]`)];
  const show = () => {
    for (const field of fields) {
      field.closest("[id^='div_id_']").hidden = !field.dataset.onlyFor.split(" ").includes(select.value);
    }
  };
  select.addEventListener("change", show);
  show();
});
