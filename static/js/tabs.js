// .tabs: where not all of them fit on the screen, the open one stands in sight.
face.each(".tabs", (tabs) => {
  const open = tabs.querySelector(".tab.active");
  if (!open) return;
  const hidden = open.getBoundingClientRect().right - tabs.getBoundingClientRect().right;
  if (hidden > 0) tabs.scrollLeft += hidden;
});
