// [data-confirm="question"] on a button or link: asks in a dialog before it goes on.
(() => {
  const dialog = document.getElementById("confirm-dialog");
  let asked = null;
  document.addEventListener("click", (event) => {
    const element = event.target.closest("[data-confirm]");
    if (!element || asked === element) return;
    event.preventDefault();
    event.stopPropagation();
    document.getElementById("confirm-text").textContent = element.dataset.confirm;
    dialog.onclose = () => {
      if (dialog.returnValue !== "yes") return;
      asked = element;
      element.click();
      asked = null;
    };
    dialog.returnValue = "";
    dialog.showModal();
  }, true);
  for (const button of dialog.querySelectorAll("button")) {
    button.addEventListener("click", () => dialog.close(button.value));
  }
})();
