// [data-reason="sentence"]: an action that is refused now says why.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-reason]");
  if (button) face.note(button.dataset.reason);
});
