// form[data-warn-leave]: leaving asks first while words are neither sent nor kept as a draft (drafts.js).
// A form that came back with errors counts as unsent.
face.each("form[data-warn-leave]", (form) => {
  let unsent = Boolean(form.querySelector(".form-errors"));
  form.addEventListener("input", () => { unsent = true; });
  form.addEventListener("draft:saved", () => { unsent = false; });
  form.addEventListener("submit", (event) => { if (!event.defaultPrevented) unsent = false; });
  for (const link of form.querySelectorAll("[data-leave-ok]")) link.addEventListener("click", () => { unsent = false; });
  addEventListener("beforeunload", (event) => { if (unsent && form.isConnected) event.preventDefault(); });
});
