// [data-hotkey="/"]: the key focuses the field, unless something is being typed.
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select, [contenteditable]")) return;
  const field = document.querySelector(`[data-hotkey="${CSS.escape(event.key)}"]`);
  if (!field || field.offsetParent === null) return;
  event.preventDefault();
  field.focus();
});
