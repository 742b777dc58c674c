// Light, dark or as the device: the server prints the cookie's choice; this runs before the first paint and keeps it in step.
// A page of what went wrong is printed without knowing whom for (data-theme is missing), so there the cookie is asked here.
(() => {
  const root = document.documentElement;
  root.dataset.theme ??= /(?:^|; )theme=(light|dark)/.exec(document.cookie)?.[1] ?? "auto";
  const device = matchMedia("(prefers-color-scheme: dark)");
  const show = () => {
    const chosen = root.dataset.theme;
    root.dataset.bsTheme = chosen === "dark" || (chosen !== "light" && device.matches) ? "dark" : "light";
  };
  const mark = () => {
    for (const button of document.querySelectorAll("[data-theme-choice]")) {
      button.setAttribute("aria-pressed", String(button.dataset.themeChoice === root.dataset.theme));
    }
  };
  show();
  device.addEventListener("change", show);
  document.addEventListener("DOMContentLoaded", mark);
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice]");
    if (!button) return;
    root.dataset.theme = button.dataset.themeChoice;
    document.cookie = `theme=${root.dataset.theme};path=/;max-age=31536000;samesite=lax`;
    show();
    mark();
  });
})();
