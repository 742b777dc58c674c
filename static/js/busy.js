// form[data-busy]: the button turns busy and the form cannot be sent twice. It wakes again when sending it as a draft
// failed, and when one comes back by the browser's arrow.
(() => {
  const wake = (form) => {
    delete form.dataset.sent;
    for (const button of form.querySelectorAll("[aria-busy]")) button.removeAttribute("aria-busy");
  };
  face.each("form[data-busy]", (form) => {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented) return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "true";
      const button = event.submitter ?? form.querySelector("[data-busy-button]");
      if (button) button.setAttribute("aria-busy", "true");
    });
  });
  document.addEventListener("draft:failed", (event) => wake(event.target));
  addEventListener("pageshow", (event) => {
    if (event.persisted) document.querySelectorAll("form[data-busy]").forEach(wake);
  });
})();
