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

  face.each("[data-photos]", (field) => {
    const form = field.closest("form");
    const list = field.querySelector("[data-photos-list]");
    const max = Number(field.dataset.max);
    let sending = 0;

    const element = (tag, className, text) => {
      const made = document.createElement(tag);
      made.className = className;
      if (text) made.textContent = text;
      return made;
    };
    const busy = (step) => {
      sending += step;
      field.dataset.sending = sending;
    };
    const keep = (item, token) => {
      const input = element("input", "");
      input.type = "hidden";
      input.name = field.dataset.name;
      input.value = token;
      item.append(input);
    };
    const picture = (name, url) => {
      if (!url) return element("span", "photos-file", name);
      const image = element("img", "");
      image.src = url;
      image.alt = name;
      return image;
    };
    const row = (name, url) => {
      const item = element("li", "photos-item");
      const remove = element("button", "photos-remove");
      remove.type = "button";
      remove.setAttribute("aria-label", `${face.word("remove")} ${name}`);
      remove.addEventListener("click", () => {
        item.request?.abort();
        item.remove();
      });
      item.append(picture(name, url), remove);
      list.append(item);
      return item;
    };
    const fail = (item, file, sentence) => {
      item.classList.replace("is-sending", "is-failed");
      const retry = element("button", "photos-retry", sentence || face.word("uploadFailed"));
      retry.type = "button";
      retry.addEventListener("click", () => {
        retry.remove();
        send(item, file);
      });
      item.append(retry);
    };
    const answer = (request) => {
      try {
        return JSON.parse(request.responseText);
      } catch (error) {
        if (error instanceof SyntaxError) return {};
        throw error;
      }
    };
    const send = (item, file) => {
      const body = new FormData();
      body.append("file", file);
      if (form.elements.submission_key) body.append("submission_key", form.elements.submission_key.value);
      const bar = element("progress", "");
      bar.max = 1;
      bar.value = 0;
      bar.setAttribute("aria-label", file.name);
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
        if (!token) {
          if (item.isConnected) fail(item, file, error);
          return;
        }
        item.classList.remove("is-sending");
        if (thumb) item.firstChild.replaceWith(picture(file.name, thumb));
        keep(item, token);
        form.dispatchEvent(new Event("input"));
      });
      request.open("POST", field.dataset.uploadUrl);
      request.setRequestHeader("X-CSRFToken", form.elements.csrfmiddlewaretoken.value);
      request.setRequestHeader("Accept", "application/json");
      request.send(body);
    };

    for (const done of JSON.parse(field.dataset.uploaded || "[]")) keep(row(done.name, done.thumb), done.token);
    for (const input of field.querySelectorAll("input[type=file]")) {
      input.addEventListener("change", async () => {
        const chosen = [...input.files];
        input.value = "";
        const room = max - list.children.length;
        if (chosen.length > room) face.note(face.word("uploadMax", { n: max }));
        for (const file of chosen.slice(0, Math.max(room, 0))) {
          const item = row(file.name, file.type.startsWith("image/") ? URL.createObjectURL(file) : "");
          send(item, await smaller(file));
        }
      });
    }
    form.addEventListener("submit", (event) => {
      if (sending === 0) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      face.note(face.word("uploading"));
    }, true);
  });
})();
