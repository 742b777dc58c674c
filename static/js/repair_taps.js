// [data-taps=kind]: objects that are usual for the chosen trade come first; the rest is one tap away.
face.each("[data-taps=kind]", (kinds) => {
  const trades = document.querySelector("[data-taps=trade]");
  if (!trades) return;
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
  kinds.addEventListener("change", show);
  show();
});
// .taps: a second tap takes a choice back.
face.each(".taps", (group) => {
  group.addEventListener("click", (event) => {
    const input = event.target.closest(".tap")?.querySelector("input");
    if (event.target !== input || input.required) return;
    if (input.dataset.was === "1") input.checked = false;
    for (const other of group.querySelectorAll("input")) other.dataset.was = other.checked ? "1" : "";
  });
});
// [data-urgent-call]: urgent shows the phone.
face.each("[data-urgent-call]", (call) => {
  const urgent = document.querySelector("input[name=urgent]");
  if (!urgent) return;
  const toggle = () => { call.hidden = !urgent.checked; };
  urgent.addEventListener("change", toggle);
  toggle();
});
