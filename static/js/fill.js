// button[data-fill="#id_opinion"]: puts its phrase into the field, where it may still be edited.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-fill]");
  if (!button) return;
  const field = document.querySelector(button.dataset.fill);
  field.value = button.dataset.phrase ?? button.textContent.trim();
  field.dispatchEvent(new Event("input", { bubbles: true }));
  field.focus();
});
