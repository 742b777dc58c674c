// Sends a draft: first the photos the server does not have, then the form. Nothing counts as sent unless our server says so:
// a school's network may answer for it. Answers {why}: "sent" (with url), "answered" (the form came back: html), or
// "offline", "server", "sign-in" (with url), "other-person", "photo" (with sentence), "refused" (with status).
window.draftSend = (() => {
  const patience = 30_000; // milliseconds for a form; longer for files
  const patienceForFiles = 120_000;
  const tokenLife = 20 * 3600 * 1000; // the server forgets an unused photo after a day

  const fields = () => [...document.querySelectorAll("[name=csrfmiddlewaretoken]")];
  const csrf = () => fields()[0]?.value ?? "";
  const renew = (token) => {
    for (const field of fields()) field.value = token;
    document.body.setAttribute("hx-headers", JSON.stringify({ "X-CSRFToken": token }));
  };

  const post = async (draft, url, body, wait) => {
    try {
      const headers = { "X-Draft": draft.owner, "X-CSRFToken": csrf(), Accept: "text/html, application/json" };
      const response = await fetch(url, { method: "POST", body, headers, signal: AbortSignal.timeout(wait) });
      const text = await response.text();
      const isJson = (response.headers.get("Content-Type") ?? "").startsWith("application/json");
      if (response.status >= 500 || !response.headers.get("X-Draft")) return { why: "server" };
      return isJson ? { status: response.status, ...JSON.parse(text) } : { why: response.ok ? "answered" : "refused", html: text, status: response.status };
    } catch (error) {
      if (!(error instanceof TypeError || error instanceof DOMException || error instanceof SyntaxError)) throw error;
      return { why: navigator.onLine ? "server" : "offline" };
    }
  };
  const ask = async (draft, url, body, wait) => {
    const answer = await post(draft, url, body, wait);
    if (answer.why !== "stale") return answer;
    renew(answer.csrf);
    const second = await post(draft, url, body, wait);
    return second.why === "stale" ? { why: "server" } : second;
  };

  const sendPhoto = async (draft, url, photo) => {
    const body = new FormData();
    body.append("file", photo.blob, photo.name);
    const answer = await ask(draft, url, body, patienceForFiles);
    if (answer.token) {
      Object.assign(photo, { token: answer.token, thumb: answer.thumb, at: Date.now() });
      return null;
    }
    return answer.error ? { why: "photo", sentence: answer.error } : answer;
  };
  const isThere = (photo) => photo.token && (!photo.blob || Date.now() - photo.at < tokenLife);

  const sendNow = async (draft, privateEntries) => {
    if (!navigator.onLine) return { why: "offline" };
    const body = new FormData();
    for (const { name, url, photos } of draft.photos) {
      for (const photo of photos) {
        const trouble = isThere(photo) ? null : await sendPhoto(draft, url, photo);
        if (trouble) return trouble;
        body.append(name, photo.token);
      }
    }
    for (const [name, value] of [...draft.entries, ...privateEntries]) body.append(name, value);
    if (draft.button) body.append(...draft.button);
    body.set("written_at", draft.writtenAt);
    const files = draft.entries.some(([, value]) => value instanceof File);
    return ask(draft, draft.action, body, files ? patienceForFiles : patience);
  };

  // One after another, in the order in which they were pressed.
  let line = Promise.resolve();
  const send = (draft, privateEntries = []) => {
    const sending = line.then(() => sendNow(draft, privateEntries));
    line = sending.then(() => {}, () => {});
    return sending;
  };

  return { send };
})();
