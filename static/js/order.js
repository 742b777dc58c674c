// [data-ordered]: rows of a formset that move up and down; each keeps its place in the field "position".
face.each("[data-ordered]", (form) => {
  const list = form.querySelector("[data-lines-list]");
  const tell = () => form.dispatchEvent(new Event("change", { bubbles: true }));

  const number = () => {
    [...list.querySelectorAll("[data-line]")].forEach((line, place) => {
      line.querySelector('[name$="-position"]').value = place;
    });
  };
  const move = (line, button) => {
    const up = button.hasAttribute("data-line-up");
    const other = up ? line.previousElementSibling : line.nextElementSibling;
    if (!other) return;
    up ? other.before(line) : other.after(line);
    button.focus();
    tell();
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest('[name="rows"]');
    if (!button) return;
    event.preventDefault(); // what the button asks of the server is done here
    if (button.matches("[data-line-up], [data-line-down]")) move(button.closest("[data-line]"), button);
  });
  new MutationObserver(number).observe(list, { childList: true });
  number();
});
