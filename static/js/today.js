// [data-today]: a box that scrolls sideways opens where today stands, or at its end when today lies behind it.
face.each("[data-today]", (box) => {
  const today = box.querySelector("[aria-current='date']");
  if (!today) return;
  const name = box.querySelector("th");
  box.scrollLeft += today.getBoundingClientRect().right - box.getBoundingClientRect().right + name.offsetWidth / 2;
});
