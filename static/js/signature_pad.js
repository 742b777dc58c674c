// [data-signature]: a canvas to sign on with finger, pen or mouse; the drawing goes into the hidden input as a PNG.
face.each("[data-signature]", (pad) => {
  const canvas = pad.querySelector("canvas");
  const input = pad.querySelector("input");
  const ink = canvas.getContext("2d");
  const WIDTH = 1000;
  canvas.width = WIDTH;
  canvas.height = WIDTH * 0.4;
  ink.lineCap = ink.lineJoin = "round";
  ink.strokeStyle = ink.fillStyle = "#161c2d";
  let last = null;

  const place = (event) => {
    const box = canvas.getBoundingClientRect();
    const scale = WIDTH / box.width;
    return { x: (event.clientX - box.left) * scale, y: (event.clientY - box.top) * scale, at: event.timeStamp };
  };
  // Slow strokes are broad and quick ones thin, as with a pen.
  const width = (from, to) => {
    const speed = Math.hypot(to.x - from.x, to.y - from.y) / Math.max(1, to.at - from.at);
    return from.width * 0.7 + Math.max(4, 11 - speed * 1.6) * 0.3;
  };
  const line = (to) => {
    to.width = width(last, to);
    to.middle = { x: (last.x + to.x) / 2, y: (last.y + to.y) / 2 };
    ink.lineWidth = to.width;
    ink.beginPath();
    ink.moveTo(last.middle.x, last.middle.y);
    ink.quadraticCurveTo(last.x, last.y, to.middle.x, to.middle.y);
    ink.stroke();
    last = to;
  };

  canvas.addEventListener("pointerdown", (event) => {
    if (event.button) return;
    event.preventDefault();
    canvas.setPointerCapture(event.pointerId);
    last = place(event);
    last.width = 8;
    last.middle = last;
    ink.beginPath();
    ink.arc(last.x, last.y, 4, 0, 2 * Math.PI);
    ink.fill();
  });
  canvas.addEventListener("pointermove", (event) => {
    if (!last) return;
    for (const each of event.getCoalescedEvents?.() ?? [event]) line(place(each));
  });
  const lift = () => {
    if (!last) return;
    last = null;
    input.value = canvas.toDataURL("image/png");
    input.dispatchEvent(new Event("change", { bubbles: true }));
  };
  canvas.addEventListener("pointerup", lift);
  canvas.addEventListener("pointercancel", lift);
  pad.querySelector("[data-signature-clear]").addEventListener("click", () => {
    ink.clearRect(0, 0, canvas.width, canvas.height);
    input.value = "";
  });

  if (input.value.startsWith("data:image/png;base64,")) {
    const before = new Image();
    before.addEventListener("load", () => ink.drawImage(before, 0, 0));
    before.src = input.value;
  }
});
