// form[data-warn-leave], form[data-draft]: what is typed stays on this device until our server says that it has it.
// Off: data-draft="off". Sent by itself when the network is back: data-draft-send. After sending stay here: data-draft-stay.
(() => {
  const owner = document.body.dataset.draftOwner;
  const pauses = [15_000, 30_000, 60_000]; // between tries of what is sent by itself
  const keepers = new Set();

  const when = (moment) =>
    new Intl.DateTimeFormat(document.documentElement.lang, { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" }).format(moment);
  const REASONS = {
    offline: () => face.word("draftOffline"),
    server: () => face.word("draftServer"),
    "sign-in": () => face.word("draftSignIn"),
    "other-person": () => face.word("draftOtherPerson"),
    refused: (sentence) => face.word("draftRefused", { sentence }),
    photo: (sentence) => face.word("draftPhoto", { sentence }),
  };
  const pathOf = (address) => new URL(address, location).pathname;
  const here = () => location.pathname + location.search;
  const emit = (form, name, detail = {}) => form.dispatchEvent(new CustomEvent(`draft:${name}`, { bubbles: true, detail }));
  const button = (text, act, look = "primary") => {
    const made = document.createElement("button");
    made.type = "button";
    made.className = `btn btn-sm btn-${look}`;
    made.textContent = text;
    made.addEventListener("click", act);
    return made;
  };
  const sentence = (text) => {
    const made = document.createElement("p");
    made.textContent = text;
    return made;
  };
  const go = (address) => {
    const same = pathOf(address) === location.pathname && new URL(address, location).search === location.search;
    location.assign(address);
    if (same && address.includes("#")) location.reload();
  };

  // Scripts of single pages come after this one, and what they attach is needed to fill a form in.
  const ready = new Promise((resolve) => {
    if (document.readyState === "complete") resolve();
    else document.addEventListener("DOMContentLoaded", resolve, { once: true });
  });

  // The page came back with complaints: its middle takes the place of ours.
  const replace = (page) => {
    const main = document.importNode(page.querySelector("main"), true);
    document.querySelector("main").replaceWith(main);
    document.title = page.title;
    htmx.process(main);
    htmx.trigger(main, "htmx:load", { elt: main });
    (main.querySelector(".form-errors") ?? main).focus();
    scrollTo(0, 0);
  };

  const keep = (form) => {
    const keyField = form.elements.submission_key;
    const action = () => new URL(form.getAttribute("action") || here(), location).href;
    const comparable = () =>
      JSON.stringify([
        draftForm.read(form).filter(([name]) => name !== "submission_key").map(([name, value]) => [name, value.name ?? value]),
        draftForm.readPhotos(form).map(({ photos }) => photos.map((photo) => photo.token ?? photo.name)),
      ]);
    const isAuto = () => "draftSend" in form.dataset;
    const status = form.querySelector("[data-draft-status]") ?? document.createElement("div");
    let initial = comparable();
    let state = "typed";
    let writtenAt = "";
    let pressed = null;
    let busy = false;
    let done = false;
    let timer, retry, tries = 0;

    if (!status.isConnected) {
      const buttons = form.querySelector(".form-buttons");
      if (buttons) buttons.before(status);
      else form.append(status);
    }
    status.setAttribute("role", "status");
    const say = (tone, text, ...buttons) => {
      status.className = text ? `alert alert-${tone} draft-status` : "";
      status.replaceChildren(...(text ? [sentence(text), ...buttons] : []));
    };
    const sendNow = () => button(face.word("draftNow"), () => submit());

    const snapshot = () => ({
      key: keyField.value,
      owner,
      path: location.pathname,
      address: here(),
      action: action(),
      title: form.dataset.draftTitle || document.querySelector("h1")?.textContent.trim() || document.title,
      about: draftForm.firstWords(form),
      entries: draftForm.read(form),
      photos: draftForm.readPhotos(form),
      isPrivate: draftForm.readPrivate(form).some(([, value]) => value),
      isAuto: isAuto(),
      button: pressed,
      state,
      writtenAt,
      typedAt: Date.now(),
    });
    const save = async () => {
      clearTimeout(timer);
      timer = undefined;
      if (done) return null;
      const draft = snapshot();
      if (state === "typed" && comparable() === initial) {
        await draftStore.remove(draft.key);
        emit(form, "saved");
        return draft;
      }
      const kept = await draftStore.put(draft);
      if (kept) emit(form, "saved");
      return { ...draft, kept };
    };
    const typed = () => {
      if (busy || done) return;
      if (state === "waiting") {
        state = "typed";
        clearTimeout(retry);
        say("warning", face.word("draftChanged"));
      }
      writtenAt = "";
      clearTimeout(timer);
      timer = setTimeout(save, 400);
    };

    const settlePhotos = () => Promise.all([...form.querySelectorAll("[data-photos]")].map((field) => field.photos.settle()));
    const later = () => {
      if (!isAuto()) return;
      clearTimeout(retry);
      retry = setTimeout(() => sendInOrder(), pauses[Math.min(tries, pauses.length - 1)]);
      tries += 1;
    };
    const fail = async (why, kept, answer) => {
      if (why === "offline" || why === "server") {
        later();
        emit(form, "waiting");
      } else {
        state = why === "refused" || why === "photo" ? "refused" : "waiting";
        await save();
      }
      const text = REASONS[why](answer.sentence ?? "");
      if (!kept) say("danger", face.word("draftNotKept"), sendNow());
      else if (why === "sign-in") {
        const link = document.createElement("a");
        link.className = "btn btn-sm btn-primary";
        link.textContent = face.word("draftGoSignIn");
        link.href = `${answer.url}?next=${encodeURIComponent(`${here()}#draft=${keyField.value}`)}`;
        say("warning", text, link);
      } else if (why === "offline" || why === "server") {
        say("warning", isAuto() ? face.word("draftAuto") : text, ...(why === "server" ? [sendNow()] : []));
      } else say("danger", text);
      status.scrollIntoView({ block: "nearest" });
      emit(form, "failed", { why });
    };

    const submit = async () => {
      if (busy || done) return;
      busy = true;
      clearTimeout(retry);
      state = "waiting";
      writtenAt ||= new Date().toISOString();
      say("info", face.word("draftSending"));
      emit(form, "sending");
      await settlePhotos();
      const draft = await save();
      const answer = await draftSend.send(draft, draftForm.readPrivate(form));
      for (const field of form.querySelectorAll("[data-photos]")) field.photos.refresh();
      busy = false;
      if (answer.why === "sent") {
        done = true;
        clearTimeout(timer);
        await draftStore.remove(draft.key);
        say("success", "");
        emit(form, "sent", { url: answer.url });
        if (!("draftStay" in form.dataset)) go(answer.url);
        return;
      }
      const page = answer.html && new DOMParser().parseFromString(answer.html, "text/html");
      if (page && [...page.querySelectorAll("[name=submission_key]")].some((field) => field.value === draft.key)) {
        state = "typed";
        await save();
        done = true;
        emit(form, "failed", { why: "refused" });
        replace(page);
        return;
      }
      await fail(answer.why === "answered" ? "refused" : answer.why, draft.kept, answer);
    };

    const restore = (draft) => {
      busy = true;
      draftForm.fill(form, draft.entries, draft.photos);
      busy = false;
      writtenAt = draft.writtenAt;
      say("info", face.word("draftFilled", { when: when(draft.typedAt) }));
      status.scrollIntoView({ block: "nearest" });
    };
    const offer = (draft) => {
      const box = document.createElement("div");
      box.className = "alert alert-info draft-status draft-offer";
      box.append(
        sentence(face.word("draftFound", { when: when(draft.typedAt) })),
        button(face.word("draftGoOn"), () => { restore(draft); box.remove(); }),
        button(face.word("draftAway"), async () => { await draftStore.remove(draft.key); box.remove(); }, "secondary"),
      );
      form.before(box);
    };
    const find = async () => {
      const kept = await draftStore.of(owner);
      await ready;
      const mine = kept.filter((draft) => draft.path === location.pathname && pathOf(draft.action) === pathOf(action()) && draft.key !== keyField.value);
      const wanted = mine.find((draft) => location.hash === `#draft=${draft.key}`);
      const open = mine.find((draft) => !(draft.isAuto && draft.state === "waiting"));
      if (wanted) restore(wanted);
      else if (open) offer(open);
    };

    form.addEventListener("input", typed);
    form.addEventListener("change", typed);
    form.addEventListener("photos:sent", () => { if (!busy) save(); });
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || event.submitter?.hasAttribute("formaction")) return;
      event.preventDefault();
      pressed = event.submitter?.name ? [event.submitter.name, event.submitter.value] : null;
      sendInOrder(form).then(submit);
    });
    for (const link of form.querySelectorAll("[data-leave-ok]")) {
      link.addEventListener("click", async (event) => {
        if (event.ctrlKey || event.metaKey || event.shiftKey) return;
        done = true;
        clearTimeout(timer);
        if (link.href) event.preventDefault();
        await draftStore.remove(keyField.value);
        if (link.href) location.assign(link.href);
      });
    }

    return {
      form,
      key: () => keyField.value,
      save,
      find,
      flush: () => { if (timer) save(); },
      online: () => {
        if (state !== "waiting" || busy || done) return null;
        if (isAuto()) return submit();
        say("info", face.word("draftOnline"), sendNow());
        status.scrollIntoView({ block: "nearest" });
        return null;
      },
    };
  };

  face.each("form[data-warn-leave], form[data-draft]", (form) => {
    if (form.dataset.draft === "off" || !form.elements.submission_key) return;
    const keeper = keep(form);
    keepers.add(keeper);
    keeper.found = keeper.find();
  });
  const living = () => [...keepers].filter((keeper) => keeper.form.isConnected);

  document.addEventListener("visibilitychange", () => { if (document.hidden) living().forEach((keeper) => keeper.flush()); });
  addEventListener("pagehide", () => living().forEach((keeper) => keeper.flush()));
  // What waits on this page goes in its order, up to one form or all: a round arrives before it is finished.
  const sendInOrder = async (until) => {
    for (const keeper of living()) {
      if (keeper.form === until) break;
      await keeper.online();
    }
  };
  addEventListener("online", () => {
    sendInOrder();
    sendWaiting();
  });

  // What was to be sent by itself from a page that is closed now goes from whatever page is open.
  const sendWaiting = async () => {
    await Promise.all(living().map((keeper) => keeper.found));
    const open = new Set(living().map((keeper) => keeper.key()));
    const stuck = new Set();
    for (const draft of (await draftStore.of(owner)).reverse()) {
      if (stuck.has(draft.path) || !draft.isAuto || draft.isPrivate || draft.state !== "waiting" || open.has(draft.key)) continue;
      const answer = await draftSend.send(draft);
      if (answer.why === "sent") {
        await draftStore.remove(draft.key);
        face.note(face.word("draftSent", { title: draft.title }));
      } else if (["answered", "refused", "photo"].includes(answer.why)) {
        await draftStore.put({ ...draft, state: "refused" });
        stuck.add(draft.path);
      } else break;
    }
  };

  // How many wait, beside the person's name; and the question before they are removed from a device of several people.
  const count = async () => {
    const waiting = (await draftStore.of(owner)).filter((draft) => draft.state !== "typed").length;
    for (const badge of document.querySelectorAll("[data-draft-badge]")) {
      badge.hidden = !waiting;
      badge.querySelector("[data-draft-count]").textContent = waiting;
    }
    if (!("sharedDevice" in document.body.dataset)) return;
    for (const leave of document.querySelectorAll("[data-draft-forget] button")) {
      if (waiting) leave.dataset.confirm = face.word("draftLeave", { n: waiting });
      else delete leave.dataset.confirm;
    }
  };
  document.addEventListener("drafts:changed", count);
  face.each("[data-draft-forget]", (form) => {
    form.addEventListener("submit", async (event) => {
      if (!("sharedDevice" in document.body.dataset)) return;
      event.preventDefault();
      await draftStore.forget(owner);
      form.submit();
    });
  });

  window.drafts = { save: (form) => [...keepers].find((keeper) => keeper.form === form)?.save() };
  count();
  sendWaiting();
})();
