// [data-draft-list]: the drafts of this person on this device. Going on opens the form, which fills itself in.
face.each("[data-draft-list]", (box) => {
  const rows = box.querySelector("[data-draft-rows]");
  const empty = box.querySelector("[data-draft-row]");
  const none = document.querySelector("[data-draft-none]");
  const words = { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" };

  const row = (draft) => {
    const made = empty.content.cloneNode(true);
    const part = (name) => made.querySelector(name);
    const moment = new Date(draft.typedAt);
    part("[data-draft-name]").textContent = draft.title;
    part("[data-draft-about]").textContent = draft.about;
    part("[data-draft-when]").textContent = new Intl.DateTimeFormat(document.documentElement.lang, words).format(moment);
    part("[data-draft-when]").dateTime = moment.toISOString();
    for (const chip of made.querySelectorAll("[data-draft-state]")) chip.hidden = chip.dataset.draftState !== draft.state;
    part("[data-draft-open]").href = `${draft.address}#draft=${draft.key}`;
    part("[data-draft-remove]").addEventListener("click", () => draftStore.remove(draft.key));
    return made;
  };
  const show = async () => {
    const drafts = await draftStore.of(document.body.dataset.draftOwner);
    rows.replaceChildren(...drafts.map(row));
    box.hidden = drafts.length === 0;
    none.hidden = drafts.length > 0;
  };
  document.addEventListener("drafts:changed", show);
  show();
});
