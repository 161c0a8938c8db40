// Text fields: they grow with their text and say how much is left. Counting warns, it never cuts.
// Nothing happens while an input method is composing: half-typed pinyin is no text yet.

const spoken = new WeakMap();

function grow(area) {
  if (area.hasAttribute("data-fixed") || !area.offsetParent) return;
  const place = window.pageYOffset;
  const border = area.offsetHeight - area.clientHeight;
  area.style.height = "auto";
  area.style.height = area.scrollHeight + border + "px";
  if (window.pageYOffset !== place) window.scrollTo(window.pageXOffset, place);
}

// Code points, as the server counts: one rare character is one, not two.
function length(text) {
  return Array.from(text.trim()).length;
}

function announce(counter, text) {
  const state = spoken.get(counter) || {};
  if (!state.box) {
    state.box = document.createElement("span");
    state.box.className = "vh";
    state.box.setAttribute("role", "status");
    counter.parentNode.appendChild(state.box);
    spoken.set(counter, state);
  }
  clearTimeout(state.timer);
  state.timer = setTimeout(function () { state.box.textContent = text; }, 1000);
}

function count(field, quietly) {
  const counter = field.id && document.querySelector('[data-count="' + field.id + '"]');
  if (!counter) return;
  const limit = Number(counter.dataset.limit);
  const used = length(field.value);
  const over = used > limit;
  const words = over ? counter.dataset.over : counter.dataset.left;
  counter.textContent = words.replace("{n}", String(Math.abs(limit - used)));
  counter.classList.toggle("is-over", over);
  if (!quietly) announce(counter, counter.textContent);
}

function update(field, quietly) {
  if (field.matches("textarea.in")) grow(field);
  count(field, quietly);
}

function prepare(root) {
  root.querySelectorAll("textarea.in, input.in").forEach(function (field) { update(field, true); });
}

document.addEventListener("input", function (event) {
  if (event.isComposing || !event.target.matches || !event.target.matches("textarea, input")) return;
  update(event.target);
});
document.addEventListener("compositionend", function (event) { update(event.target); });
document.addEventListener("fields:prepare", function (event) { prepare(event.target); });
document.addEventListener("htmx:afterSettle", function (event) { prepare(event.target); });
document.addEventListener("toggle", function (event) { prepare(event.target); }, true);

let width = window.innerWidth;
window.addEventListener("resize", function () {
  if (window.innerWidth === width) return;
  width = window.innerWidth;
  prepare(document);
});

prepare(document);
