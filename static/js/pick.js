// Ticking rows of a list: how many are ticked, all of this page at once, and the ticks kept while one walks through
// the list. They are kept in this window only and forgotten when the chosen act is confirmed.

const KEPT = "picked:";
const form = document.querySelector("[data-bulk]");
const boxes = Array.from(document.querySelectorAll('input[type=checkbox][name=pk][form="bulk-form"]'));
const place = KEPT + location.pathname.replace(/[0-9a-f-]{36}\//, "");

function remembered() {
  try { return JSON.parse(sessionStorage.getItem(place)) || []; } catch (error) { return []; }
}

function ticked() {
  return boxes.filter(function (box) { return box.checked; });
}

function show() {
  const n = ticked().length;
  form.querySelector("[data-picked]").textContent = n;
  sessionStorage.setItem(place, JSON.stringify(ticked().map(function (box) { return box.value; })));
  boxes.forEach(function (box) { box.closest("li, tr").classList.toggle("is-picked", box.checked); });
}

if (form && boxes.length) {
  const before = remembered();
  boxes.forEach(function (box) { if (before.includes(box.value)) box.checked = true; });
  form.querySelector(".js-only").hidden = false;
  form.querySelector("[data-pick-all]").addEventListener("click", function (event) {
    event.preventDefault();
    const all = ticked().length < boxes.length;
    boxes.forEach(function (box) { box.checked = all; });
    show();
  });
  document.addEventListener("change", function (event) { if (boxes.includes(event.target)) show(); });
  window.addEventListener("pageshow", show);
  show();
}

// The check page: once confirmed, nothing is ticked any more in the list one comes back to.
document.addEventListener("submit", function (event) {
  if (!event.target.matches("[data-picked-done]")) return;
  Object.keys(sessionStorage).forEach(function (key) { if (key.startsWith(KEPT)) sessionStorage.removeItem(key); });
});
