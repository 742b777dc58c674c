// input[data-money]: the amount with thousands and in capital figures beside the field, so that a slip of a zero shows.
(() => {
  const digits = "零壹贰叁肆伍陆柒捌玖";
  const places = ["", "拾", "佰", "仟"];
  const groups = ["", "万", "亿"];

  const group = (text) => {
    let words = "";
    for (let index = 0; index < 4; index += 1) {
      const digit = Number(text[index]);
      if (digit) words += digits[digit] + places[3 - index];
      else if (words && !words.endsWith("零")) words += "零";
    }
    return words.replace(/零$/, "");
  };
  const capitals = (amount) => {
    const [whole, cents] = amount.toFixed(2).split(".");
    const padded = whole.padStart(12, "0");
    let words = "";
    for (let index = 0; index < 3; index += 1) {
      const part = padded.slice(index * 4, index * 4 + 4);
      const said = group(part);
      if (!said) continue;
      const gap = words && (part[0] === "0" || padded.slice(index * 4 - 4, index * 4) === "0000") ? "零" : "";
      words += gap + said + groups[2 - index];
    }
    const [tenths, hundredths] = [...cents].map(Number);
    if (words) words += "元";
    if (!tenths && !hundredths) return `${words || "零元"}整`;
    if (tenths) words += `${digits[tenths]}角`;
    else if (words) words += "零";
    return hundredths ? `${words}${digits[hundredths]}分` : `${words}整`;
  };

  face.each("input[data-money]", (input) => {
    const beside = document.createElement("output");
    beside.className = "money-beside";
    (input.closest(".input-group") ?? input).after(beside);
    const show = () => {
      const amount = Number(input.value.replace(/[,，\s]/g, ""));
      const sensible = input.value.trim() && amount >= 0 && amount < 1e12;
      const figures = sensible ? amount.toLocaleString("zh-CN", { minimumFractionDigits: 2, maximumFractionDigits: 2 }) : "";
      beside.textContent = sensible ? `${figures} ${face.word("yuan")} · ${capitals(amount)}` : "";
    };
    input.addEventListener("input", show);
    show();
  });
})();
