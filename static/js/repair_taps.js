// [data-taps=kind]: objects that are usual for the chosen trade come first; the rest is one tap away. Urgent shows the phone.
(() => {
  const trades = document.querySelector("[data-taps=trade]");
  const kinds = document.querySelector("[data-taps=kind]");
  if (trades && kinds) {
    const chips = [...kinds.querySelectorAll("[data-trades]")];
    const show = () => {
      const trade = trades.querySelector(":checked")?.value;
      const usual = chips.filter((chip) => chip.dataset.trades.split(" ").includes(trade));
      for (const chip of chips) chip.hidden = !usual.includes(chip) && !chip.querySelector(":checked");
      kinds.closest("fieldset, .mb-3").hidden = !chips.some((chip) => !chip.hidden);
    };
    trades.addEventListener("change", () => {
      for (const input of kinds.querySelectorAll(":checked")) input.checked = false;
      show();
    });
    show();
  }
  for (const group of document.querySelectorAll(".taps")) {
    group.addEventListener("click", (event) => {
      const input = event.target.closest(".tap")?.querySelector("input");
      if (event.target !== input || input.required) return;
      if (input.dataset.was === "1") input.checked = false;
      for (const other of group.querySelectorAll("input")) other.dataset.was = other.checked ? "1" : "";
    });
  }
  const call = document.querySelector("[data-urgent-call]");
  const urgent = document.querySelector("input[name=urgent]");
  if (call && urgent) {
    const toggle = () => { call.hidden = !urgent.checked; };
    urgent.addEventListener("change", toggle);
    toggle();
  }
})();
