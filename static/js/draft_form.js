// Reading what is typed in a form, and putting it back. What is private is never read: passwords, PINs, [data-private].
window.draftForm = (() => {
  const isPrivate = (element) => element.type === "password" || element.closest("[data-private]");
  const isPhoto = (element) => element.closest("[data-photos]");
  const isToken = (element) => element.name === "csrfmiddlewaretoken";

  const namesOf = (form, wanted) => new Set([...form.elements].filter((element) => element.name && wanted(element)).map((element) => element.name));

  // [[name, value], …] of all but what is private and photos; chosen files are values too.
  const read = (form) => {
    const apart = namesOf(form, (element) => isPrivate(element) || isPhoto(element) || isToken(element));
    const empty = (value) => value instanceof File && !value.name;
    return [...new FormData(form)].filter(([name, value]) => !apart.has(name) && !empty(value));
  };
  const readPrivate = (form) => {
    const names = namesOf(form, isPrivate);
    return [...new FormData(form)].filter(([name]) => names.has(name));
  };
  const readPhotos = (form) =>
    [...form.querySelectorAll("[data-photos]")].map((field) => ({
      name: field.dataset.name,
      url: new URL(field.dataset.uploadUrl, location).href,
      photos: field.photos.all(),
    }));

  // The first words a person typed: what tells one draft of a form from another.
  const firstWords = (form) => {
    const typed = [...form.querySelectorAll("textarea, input:not([type]), input[type=text], input[type=search]")];
    const words = typed.find((element) => element.name && !isPrivate(element) && element.value.trim());
    return words ? words.value.trim().slice(0, 60) : "";
  };

  const put = (element, values, number) => {
    if (element.type === "checkbox" || element.type === "radio") {
      const checked = values.includes(element.value);
      if (element.checked === checked) return false;
      element.checked = checked;
      return element.type === "checkbox" || checked;
    }
    if (element.type === "file") {
      const chosen = new DataTransfer();
      for (const file of values) if (file instanceof File) chosen.items.add(file);
      element.files = chosen.files;
      return chosen.files.length > 0;
    }
    if (element.tagName === "SELECT") {
      for (const option of element.options) option.selected = values.includes(option.value);
      element.tomselect?.setValue(element.multiple ? values : element.value, true);
      return true;
    }
    if (number >= values.length || element.value === values[number]) return false;
    element.value = values[number];
    return true;
  };

  const fill = (form, entries, photoGroups) => {
    const values = {};
    for (const [name, value] of entries) (values[name] ??= []).push(value);
    form.dispatchEvent(new CustomEvent("draft:restore", { bubbles: true, detail: { values } }));
    const count = {};
    for (const element of [...form.elements]) {
      if (!element.name || element.tagName === "BUTTON" || isPrivate(element) || isPhoto(element) || isToken(element)) continue;
      const number = (count[element.name] ??= 0);
      count[element.name] += 1;
      if (!put(element, values[element.name] ?? [], number)) continue;
      element.dispatchEvent(new Event("input", { bubbles: true }));
      element.dispatchEvent(new Event("change", { bubbles: true }));
    }
    for (const group of photoGroups) {
      const field = [...form.querySelectorAll("[data-photos]")].find((each) => each.dataset.name === group.name);
      field?.photos.show(group.photos);
    }
    for (const folded of form.querySelectorAll("details:not([open])")) {
      const typed = [...folded.querySelectorAll("input:not([type=hidden], [type=checkbox], [type=radio]), textarea")];
      folded.open = typed.some((element) => element.value !== element.defaultValue);
    }
    form.dispatchEvent(new Event("draft:restored", { bubbles: true }));
  };

  return { read, readPrivate, readPhotos, firstWords, fill };
})();
