// a[data-lightbox]: the large photo opens in a dialog; arrows and the two buttons go through the photos of the page.
(() => {
  const dialog = document.getElementById("lightbox");
  const image = dialog.querySelector("img");
  const caption = dialog.querySelector("figcaption");
  let links = [];
  let at = 0;
  const show = (index) => {
    at = (index + links.length) % links.length;
    image.src = links[at].href;
    image.alt = caption.textContent = links[at].dataset.caption || "";
  };
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-lightbox]");
    if (!link || event.ctrlKey || event.metaKey) return;
    event.preventDefault();
    links = [...document.querySelectorAll("a[data-lightbox]")];
    for (const button of dialog.querySelectorAll("[data-step]")) button.hidden = links.length < 2;
    show(links.indexOf(link));
    dialog.showModal();
  });
  dialog.addEventListener("click", (event) => {
    const step = event.target.closest("[data-step]");
    if (step) show(at + Number(step.dataset.step));
    else if (event.target !== image) dialog.close();
  });
  dialog.addEventListener("keydown", (event) => {
    if (event.key === "ArrowLeft") show(at - 1);
    if (event.key === "ArrowRight") show(at + 1);
  });
})();
