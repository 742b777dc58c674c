// [data-photos]: each file is sent as soon as it is chosen, made smaller first where that helps; the form carries only tokens.
(() => {
  const longest = 2048;

  // A JPEG of at most 2048 px, or the file itself when it is no picture, small already, or of a kind this browser cannot read.
  const smaller = async (file) => {
    if (!file.type.startsWith("image/") || file.type === "image/gif" || !window.createImageBitmap) return file;
    let bitmap;
    try {
      bitmap = await createImageBitmap(file, { imageOrientation: "from-image" });
    } catch (error) {
      if (error instanceof DOMException) return file;
      throw error;
    }
    const scale = Math.min(1, longest / Math.max(bitmap.width, bitmap.height));
    if (scale === 1 && file.size < 800_000) return file;
    const canvas = document.createElement("canvas");
    canvas.width = Math.round(bitmap.width * scale);
    canvas.height = Math.round(bitmap.height * scale);
    canvas.getContext("2d").drawImage(bitmap, 0, 0, canvas.width, canvas.height);
    bitmap.close();
    const blob = await new Promise((done) => canvas.toBlob(done, "image/jpeg", 0.85));
    return blob && blob.size < file.size ? new File([blob], file.name.replace(/\.\w+$/, "") + ".jpg", { type: "image/jpeg" }) : file;
  };

  const sent = new Map(); // token → photo, so that a form which came back with complaints still has the files

  face.each("[data-photos]", (field) => {
    const form = field.closest("form");
    const list = field.querySelector("[data-photos-list]");
    const max = Number(field.dataset.max);
    const items = () => [...list.children];
    let sending = 0;

    const element = (tag, className, text) => {
      const made = document.createElement(tag);
      made.className = className;
      if (text) made.textContent = text;
      return made;
    };
    const tell = () => form.dispatchEvent(new Event("input"));
    const busy = (step) => {
      sending += step;
      field.dataset.sending = sending;
    };
    const keep = (item) => {
      const input = item.querySelector("input") ?? element("input", "");
      input.type = "hidden";
      input.name = field.dataset.name;
      input.value = item.photo.token;
      item.append(input);
      sent.set(item.photo.token, item.photo);
    };
    const picture = (photo) => {
      const url = photo.thumb || (photo.blob?.type.startsWith("image/") ? URL.createObjectURL(photo.blob) : "");
      if (!url) return element("span", "photos-file", photo.name);
      const image = element("img", "");
      image.src = url;
      image.alt = photo.name;
      return image;
    };
    // photo: {name, blob, token, thumb, at}; with a token the server has it since the moment `at`.
    const row = (photo) => {
      const item = element("li", "photos-item");
      item.photo = photo;
      const remove = element("button", "photos-remove");
      remove.type = "button";
      remove.setAttribute("aria-label", `${face.word("remove")} ${photo.name}`);
      remove.addEventListener("click", () => {
        item.request?.abort();
        item.remove();
        tell();
      });
      item.append(picture(photo), remove);
      list.append(item);
      if (photo.token) keep(item);
      return item;
    };
    const fail = (item, sentence) => {
      item.classList.replace("is-sending", "is-failed");
      const retry = element("button", "photos-retry", sentence || face.word("uploadFailed"));
      retry.type = "button";
      retry.addEventListener("click", () => send(item));
      item.append(retry);
    };
    const arrive = (item) => {
      item.classList.remove("is-sending", "is-failed");
      item.querySelector(".photos-retry")?.remove();
      if (item.photo.thumb) item.firstChild.replaceWith(picture(item.photo));
      keep(item);
    };
    const answer = (request) => {
      try {
        return JSON.parse(request.responseText);
      } catch (error) {
        if (error instanceof SyntaxError) return {};
        throw error;
      }
    };
    const send = (item) => {
      item.sending = new Promise((settled) => upload(item, settled));
    };
    const upload = (item, settled) => {
      const { photo } = item;
      const body = new FormData();
      body.append("file", photo.blob, photo.name);
      if (form.elements.submission_key) body.append("submission_key", form.elements.submission_key.value);
      const bar = element("progress", "");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", photo.name);
      item.querySelector(".photos-retry")?.remove();
      item.classList.remove("is-failed");
      item.classList.add("is-sending");
      item.append(bar);
      const request = new XMLHttpRequest();
      item.request = request;
      busy(1);
      request.upload.addEventListener("progress", (event) => { if (event.lengthComputable) bar.value = event.loaded / event.total; });
      request.addEventListener("loadend", () => {
        busy(-1);
        bar.remove();
        const { token, thumb, error } = answer(request);
        if (token) Object.assign(photo, { token, thumb, at: Date.now() });
        if (item.isConnected) {
          if (token) arrive(item);
          else fail(item, error);
          form.dispatchEvent(new Event("photos:sent"));
        }
        settled();
      });
      request.timeout = 60_000;
      request.open("POST", field.dataset.uploadUrl);
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    };

    for (const { token, thumb, name } of JSON.parse(field.dataset.uploaded || "[]")) row(sent.get(token) ?? { token, thumb, name });
    for (const input of field.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", async () => {
        const chosen = [...input.files];
        input.value = "";
        const room = max - list.children.length;
        if (chosen.length > room) face.note(face.word("uploadMax", { n: max }));
        for (const file of chosen.slice(0, Math.max(room, 0))) {
          const item = row({ name: file.name, blob: file });
          tell();
          item.photo.blob = await smaller(file);
          item.photo.name = item.photo.blob.name;
          send(item);
        }
      });
    }

    // What drafts.js keeps and sends: the photos, the end of what is under way, and what it sent or kept itself.
    field.photos = {
      all: () => items().map((item) => item.photo),
      settle: () => Promise.all(items().map((item) => item.sending)),
      refresh: () => { for (const item of items()) if (item.photo.token && item.classList.contains("is-failed")) arrive(item); },
      show: (photos) => {
        list.replaceChildren();
        for (const photo of photos) {
          const item = row(photo);
          if (!photo.token) send(item);
        }
      },
    };

    form.addEventListener("submit", (event) => {
      if (sending === 0 || form.matches("[data-warn-leave], [data-draft]:not([data-draft=off])")) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      face.note(face.word("uploading"));
    }, true);
  });
})();
