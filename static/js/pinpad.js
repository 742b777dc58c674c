// [data-pinpad]: big keys for the four digits; what was typed and then left alone is forgotten after half a minute.
face.each("[data-pinpad]", (pad) => {
  const field = pad.querySelector("input");
  let timer;
  const later = () => {
    clearTimeout(timer);
    timer = setTimeout(() => { field.value = ""; }, 30000);
  };
  pad.addEventListener("click", (event) => {
    const key = event.target.closest("button");
    if (!key) return;
    if (key.dataset.digit && field.value.length < field.maxLength) field.value += key.dataset.digit;
    if (key.dataset.back !== undefined) field.value = field.value.slice(0, -1);
    if (key.dataset.clear !== undefined) field.value = "";
    later();
  });
  field.addEventListener("input", later);
});
