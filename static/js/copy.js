// [data-copy="text"]: puts ready text on the clipboard. Where the page may not (plain http), the text opens to be marked by hand.
face.each("[data-copy]", (element) => {
  element.addEventListener("click", async (event) => {
    if (!navigator.clipboard) {
      face.note(face.word("copyByHand"));
      return;
    }
    event.preventDefault();
    await navigator.clipboard.writeText(element.dataset.copy);
    face.note(face.word("copied"));
  });
});
