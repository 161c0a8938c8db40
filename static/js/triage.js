// The examination desk by keyboard: j and k walk the list, x ticks, Enter opens, ? shows all keys, the other keys
// press the buttons that name them. Typing into a field is never taken for a key.

const keys = document.getElementById("keys");

function typing(event) {
  if (event.isComposing || event.keyCode === 229 || event.ctrlKey || event.metaKey || event.altKey) return true;
  const field = event.target.closest && event.target.closest("input, textarea, select, [contenteditable]");
  return Boolean(field) && !field.matches("[type=checkbox]");
}

function neighbour(step) {
  const here = document.querySelector(".inbox .is-here");
  const first = document.querySelector(".inbox li");
  const row = here ? (step > 0 ? here.nextElementSibling : here.previousElementSibling) : first;
  return row && row.querySelector("a");
}

function wanted(key) {
  if (key === "j") return neighbour(1);
  if (key === "k") return neighbour(-1);
  if (key === "x") return document.querySelector(".inbox .is-here [type=checkbox]");
  if (key === "/") return document.querySelector("[data-find]") || document.getElementById("find");
  if (key === "?") return document.querySelector("[data-keys]");
  if (key === "Enter") return document.querySelector("[data-open]");
  return /^[a-z]$/.test(key) ? document.querySelector('[data-decisions] [data-key="' + key + '"]') : null;
}

// After a decision the next proposal stands where the last one stood. A second press that was still meant for the
// last one must not decide the next: for a moment the desk takes nothing.
const SETTLE = 1500;
const opened = Date.now();
document.addEventListener("submit", function (event) {
  if (event.target.id === "register-form" && Date.now() - opened < SETTLE) event.preventDefault();
}, true);

document.addEventListener("keydown", function (event) {
  if (typing(event) || keys.open || (event.key === "Enter" && event.target !== document.body)) return;
  const target = wanted(event.key);
  if (!target) return;
  event.preventDefault();
  if (target.matches("[type=search]")) target.focus();
  else target.click();
});

// Where the browser knows dialogs the list of keys is one; elsewhere the link leads to it.
if (keys.showModal) {
  document.addEventListener("click", function (event) {
    const link = event.target.closest("[data-keys], [data-close]");
    if (!link) return;
    event.preventDefault();
    if (link.matches("[data-keys]")) keys.showModal();
    else keys.close();
  });
}

// The chosen row stays in sight after a step, without moving the page.
const list = document.querySelector(".triage__list");
const here = list && list.querySelector(".is-here");
if (here && list.scrollHeight > list.clientHeight) list.scrollTop = here.offsetTop - list.clientHeight / 2;
