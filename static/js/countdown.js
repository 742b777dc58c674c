// [data-until] inside [data-now]: counts down by the server's clock, so a device whose clock is wrong shows the right time.
(() => {
  const tick = (element, ahead) => {
    const left = Math.ceil((Date.parse(element.dataset.until) - Date.now() - ahead) / 60000);
    if (left <= 0) {
      element.textContent = element.dataset.over;
      element.classList.add("is-over");
      return;
    }
    const minutes = String(left % 60).padStart(2, "0");
    element.textContent = element.dataset.left.replace("{h}", Math.floor(left / 60)).replace("{m}", minutes);
  };
  face.each("[data-now]", (frame) => {
    const ahead = Date.parse(frame.dataset.now) - Date.now();
    const all = () => frame.querySelectorAll("[data-until]").forEach((element) => tick(element, ahead));
    all();
    setInterval(all, 20000);
  });
})();
