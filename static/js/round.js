// [data-walk]: a round, one place at a time. What is not in order unfolds its questions (from a template of the page), a
// value is judged as it is typed, and a place that was sent or kept on the phone makes way for the next one.
(() => {
  const shown = (element, yes) => { if (element) element.hidden = !yes; };
  const chosen = (ask) => ask.querySelector("input[type=radio]:checked")?.value ?? "";
  const numberOf = (ask) => ask.querySelector("[name^='number-']")?.value.trim() ?? "";

  const isOutside = (ask) => {
    const text = numberOf(ask);
    if (text === "") return false;
    const value = Number(text);
    return ("low" in ask.dataset && value < Number(ask.dataset.low)) || ("high" in ask.dataset && value > Number(ask.dataset.high));
  };
  const stateOf = (ask) => (isOutside(ask) && chosen(ask) !== "na" ? "fail" : chosen(ask));

  // ---------- One item ----------
  const unfold = (walk, ask, id) => {
    const room = ask.querySelector("[data-ask-trouble]");
    if (room.firstElementChild) return room.firstElementChild;
    const template = walk.querySelector(`template[data-trouble="${ask.dataset.ask}"]`);
    const made = document.createElement("template");
    made.innerHTML = template.innerHTML.replaceAll("__point__", id);
    room.append(made.content);
    const box = room.firstElementChild;
    htmx.trigger(box, "htmx:load", { elt: box });
    return box;
  };
  const judge = (walk, ask, id) => {
    const state = stateOf(ask);
    const troubled = state === "fail" || state === "na";
    ask.dataset.state = state;
    const hasBox = ask.querySelector("[data-trouble-box]");
    if (!troubled && !hasBox) return;
    if (ask.dataset.kind === "text") return;
    const box = hasBox ?? unfold(walk, ask, id);
    box.hidden = !troubled;
    box.disabled = !troubled;
    for (const part of box.querySelectorAll("[data-when]")) part.hidden = part.dataset.when !== state;
    shown(box.querySelector("[data-outside]"), isOutside(ask));
  };

  // Returns what is missing at an item, as a sentence, or "".
  const lacks = (walk, ask) => {
    const word = walk.dataset;
    const state = stateOf(ask);
    const box = ask.querySelector("[data-trouble-box]:not([disabled])");
    const text = (box ?? ask).querySelector("textarea")?.value.trim() ?? "";
    if (state === "na") return text ? "" : word.wordNa;
    if (state === "fail") {
      if ("note" in ask.dataset && !text) return word.wordNote;
      if ("photo" in ask.dataset && !box.querySelector("[data-photos-list] > li")) return word.wordPhoto;
      return "";
    }
    if (!("single" in ask.dataset) || !("required" in ask.dataset)) return "";
    const entered = {
      judged: () => state,
      number: () => numberOf(ask),
      text: () => text,
      photo: () => ask.querySelector("[data-photos-list] > li"),
      person: () => ask.querySelector("select").value,
    };
    return entered[ask.dataset.kind]() ? "" : word.wordSingle;
  };
  const complain = (ask, sentence) => {
    const line = ask.querySelector("[data-ask-error]");
    line.textContent = sentence;
    line.hidden = !sentence;
    ask.classList.toggle("is-wrong", Boolean(sentence));
  };
  const complete = (walk, form) => {
    let first = null;
    for (const ask of form.querySelectorAll("[data-ask]")) {
      const sentence = lacks(walk, ask);
      complain(ask, sentence);
      if (sentence) first ??= ask;
    }
    first?.scrollIntoView({ block: "center" });
    first?.querySelector("input, textarea, select")?.focus({ preventScroll: true });
    return !first;
  };

  const attachItems = (walk, form, id) => {
    const sign = form.querySelector("[data-clear]");
    const count = () => {
      if (!sign) return;
      const failed = [...form.querySelectorAll("[data-ask]")].filter((ask) => stateOf(ask) === "fail").length;
      sign.textContent = failed ? sign.dataset.some.replace("{n}", failed) : sign.dataset.clear;
    };
    const all = () => {
      for (const ask of form.querySelectorAll("[data-ask]")) judge(walk, ask, id);
      count();
    };
    form.addEventListener("input", (event) => {
      const ask = event.target.closest("[data-ask]");
      if (!ask) return;
      judge(walk, ask, id);
      if (ask.classList.contains("is-wrong") && !lacks(walk, ask)) complain(ask, "");
      count();
    });
    form.addEventListener("change", (event) => {
      if (!event.target.matches("[data-fixed]")) return;
      const facts = event.target.closest("[data-trouble-box]").querySelector("[data-fixed-facts]");
      facts.hidden = !event.target.checked;
      if (!event.target.checked) facts.querySelector("input").value = "";
      else facts.querySelector("input").focus();
    });
    // A second tap takes a choice back.
    form.addEventListener("click", (event) => {
      const input = event.target.closest(".pick")?.querySelector("input");
      if (!input || event.target !== input) return;
      if (input.dataset.was) {
        input.checked = false;
        input.dispatchEvent(new Event("input", { bubbles: true }));
      }
      for (const other of input.closest(".picks").querySelectorAll("input")) {
        if (other.checked) other.dataset.was = "1";
        else delete other.dataset.was;
      }
    });
    form.addEventListener("draft:restore", (event) => {
      const { values } = event.detail;
      for (const ask of form.querySelectorAll("[data-ask]")) {
        const pk = ask.dataset.ask;
        if (ask.dataset.kind === "text" || !(values[`text-${pk}`]?.[0] || ["fail", "na"].includes(values[`result-${pk}`]?.[0]))) continue;
        const box = unfold(walk, ask, id);
        const fixed = box.querySelector("[data-fixed]");
        if (!fixed || !values[`fixed-${pk}`]?.[0]) continue;
        fixed.checked = true;
        box.querySelector("[data-fixed-facts]").hidden = false;
      }
    });
    form.addEventListener("draft:restored", all);
    all();
  };

  // ---------- The code at the door ----------
  const attachScan = (step) => {
    const scan = step.querySelector("[data-scan]:not([data-scanned])");
    const label = scan?.querySelector("[data-scan-photo]");
    if (!label || !window.BarcodeDetector) return;
    label.hidden = false;
    label.querySelector("input").addEventListener("change", async (event) => {
      const [file] = event.target.files;
      if (!file) return;
      const found = await new BarcodeDetector({ formats: ["qr_code"] }).detect(await createImageBitmap(file));
      const text = scan.querySelector("[data-scan-text]");
      if (!found.length) {
        text.textContent = text.dataset.none;
        return;
      }
      step.querySelector("[data-token]").value = found[0].rawValue;
      text.textContent = text.dataset.done;
      scan.dataset.scanned = "";
      label.hidden = true;
    });
  };

  // ---------- The walk ----------
  face.each("[data-walk]", (walk) => {
    const steps = [...walk.querySelectorAll("[data-step]")];
    const points = steps.filter((step) => step.dataset.step !== "finish");
    const tabs = [...walk.querySelectorAll("[data-goto]")];
    const tabOf = (step) => tabs.find((tab) => tab.dataset.goto === step.dataset.step);
    const todo = () => points.filter((step) => step.dataset.state === "todo");
    const net = walk.querySelector("[data-walk-net]");

    const paint = () => {
      const next = todo()[0];
      for (const step of points) {
        const tab = tabOf(step);
        tab.dataset.state = step.dataset.state;
        tab.disabled = "ordered" in walk.dataset && step.dataset.state === "todo" && step !== next;
      }
      const kept = points.filter((step) => step.dataset.state === "waiting").length;
      const sent = points.filter((step) => step.dataset.state === "done").length;
      const words = [];
      if (sent) words.push(walk.dataset.wordSent.replace("{n}", sent));
      if (kept) words.push(walk.dataset.wordKept.replace("{n}", kept));
      net.textContent = words.join(" · ");
      net.classList.toggle("is-kept", kept > 0);
      shown(net, words.length > 0);
    };
    const go = (name, focus = true) => {
      const step = steps.find((each) => each.dataset.step === name) ?? steps[0];
      for (const each of steps) each.classList.toggle("is-here", each === step);
      for (const tab of tabs) tab.setAttribute("aria-current", tab.dataset.goto === step.dataset.step ? "step" : "false");
      tabOf(step).scrollIntoView({ block: "nearest", inline: "center" });
      if (!focus) return;
      step.focus({ preventScroll: true });
      scrollTo(0, 0);
    };
    const settled = (step, state) => {
      if (step.dataset.state === "done") return;
      const first = step.dataset.state === "todo";
      step.dataset.state = state;
      shown(step.querySelector("[data-open]"), state !== "done");
      shown(step.querySelector("[data-sent-line]"), state === "done");
      if (state === "done") htmx.trigger(walk.querySelector("[data-found]"), "refresh");
      paint();
      if (first && step.classList.contains("is-here")) go(todo()[0]?.dataset.step ?? "finish");
    };

    for (const tab of tabs) tab.addEventListener("click", () => go(tab.dataset.goto));
    for (const step of points) {
      attachScan(step);
      for (const form of step.querySelectorAll("form")) {
        form.addEventListener("draft:waiting", () => settled(step, "waiting"));
        form.addEventListener("draft:sent", () => settled(step, "done"));
        form.addEventListener("input", () => {
          if (step.dataset.state !== "waiting") return;
          step.dataset.state = "todo";
          paint();
        });
      }
    }
    for (const form of walk.querySelectorAll("[data-point-form], [data-finish-form]")) {
      attachItems(walk, form, form.closest("[data-step]").dataset.step);
    }

    // What is missing is told before anything is kept or sent; drafts.js looks at what is left.
    walk.addEventListener("submit", (event) => {
      const form = event.target;
      const step = form.closest("[data-step]");
      if (form.matches("[data-point-form]")) {
        const scan = step.querySelector("[data-scan]:not([data-scanned])");
        if (scan) {
          face.note(walk.dataset.wordScan);
          scan.scrollIntoView({ block: "center" });
        }
        if (scan || !complete(walk, form)) event.preventDefault();
      }
      if (form.matches("[data-finish-form]")) {
        const left = todo().length;
        const line = form.querySelector("[data-finish-error]");
        line.textContent = points.length === 1 ? walk.dataset.wordItems : walk.dataset.wordLeft.replace("{n}", left);
        line.hidden = !left;
        if (left || !complete(walk, form)) event.preventDefault();
      }
    }, true);

    // Places kept by an earlier visit to this page are sent meanwhile (drafts.js): then show them as signed.
    const keptHere = async () => (await draftStore.of(document.body.dataset.draftOwner)).filter((draft) => draft.path === location.pathname && draft.state === "waiting" && draft.isAuto && !walk.querySelector(`[name=submission_key][value="${draft.key}"]`)).length;
    keptHere().then((count) => {
      if (!count) return;
      document.addEventListener("drafts:changed", async () => { if (walk.isConnected && (await keptHere()) === 0) location.reload(); });
    });

    walk.classList.add("is-guided");
    paint();
    const asked = location.hash.slice(1);
    const known = steps.some((step) => step.dataset.step === asked);
    go(known && !("cameBack" in walk.dataset) ? asked : walk.dataset.here, false);
  });
})();
