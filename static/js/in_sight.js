// [data-in-sight]: a menu or row of tabs that scrolls within itself shows the page one is on.
face.each("[data-in-sight]", (list) => {
  const current = list.querySelector("[aria-current]");
  if (!current) return;
  const [outer, inner] = [list.getBoundingClientRect(), current.getBoundingClientRect()];
  if (inner.bottom > outer.bottom || inner.top < outer.top) list.scrollTop += inner.top - outer.top - outer.height / 2;
  if (inner.right > outer.right || inner.left < outer.left) list.scrollLeft += inner.left - outer.left - 24;
});
