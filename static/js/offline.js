// [data-offline]: a banner while the device has no network. A form of which no draft is kept stays where it is meanwhile.
face.each("[data-offline]", (banner) => {
  const show = () => { banner.hidden = navigator.onLine; };
  addEventListener("online", show);
  addEventListener("offline", show);
  show();
});
document.addEventListener("submit", (event) => {
  if (navigator.onLine || event.defaultPrevented || event.target.method !== "post") return;
  event.preventDefault();
  event.target.dispatchEvent(new CustomEvent("draft:failed", { bubbles: true, detail: { why: "offline" } }));
  face.note(face.word("offline"));
});
