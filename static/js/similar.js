// Earlier proposals like the one being written, listed beside it. Asked for a moment after the last change, and never
// while an input method is composing. Nothing above or in the field that is being typed in ever moves: the list stands
// in the side column, below the form on phones, where a link in the line of the count leads to it.

const PAUSE = 600;
const FEWEST = 3;
const SENT = 300;  // characters of the text: enough to go by, short enough for an address
const box = document.querySelector("[data-similar]");
const title = document.getElementById("id_title");
const situation = document.getElementById("id_situation");

let timer = 0;
let running = null;
let asked = "";

function address() {
  const query = new URLSearchParams({ title: title.value.trim() });
  const text = situation ? Array.from(situation.value.trim()).slice(0, SENT).join("") : "";
  if (text) query.set("text", text);
  if (box.dataset.proposal) query.set("proposal", box.dataset.proposal);
  return box.dataset.similar + "?" + query;
}

function link() {
  const line = title.closest(".field").querySelector(".count");
  let found = line && line.querySelector("a");
  if (line && !found) {
    found = document.createElement("a");
    found.className = "only-s";
    found.href = "#" + box.id;
    const place = document.createElement("span");
    place.appendChild(found);
    line.insertBefore(place, line.firstChild);
  }
  return found;
}

function tell() {
  const list = box.querySelector("[data-found]");
  const words = list ? list.dataset.found : "";
  const told = box.querySelector("[data-told]");
  if (told.textContent !== words) told.textContent = words;
  const jump = link();
  if (!jump) return;
  jump.textContent = words;
  jump.hidden = !words;
}

function show(html) {
  const list = box.querySelector("[data-list]");
  if (list.contains(document.activeElement)) return;  // somebody is reading it by keyboard
  list.innerHTML = html;
  tell();
}

function ask() {
  if ((title.value + situation.value).trim().length < FEWEST) return;
  const url = address();
  if (url === asked) return;
  asked = url;
  if (running) running.abort();
  running = new AbortController();
  fetch(url, { credentials: "same-origin", signal: running.signal })
    .then(function (answer) { return answer.ok && !answer.redirected ? answer.text() : null; })
    .then(function (html) { if (html !== null) show(html); })
    .catch(function () { asked = ""; });  // overtaken or offline: the next change asks again
}

function later(event) {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(ask, PAUSE);
}

if (box && title && situation) {
  [title, situation].forEach(function (field) {
    field.addEventListener("input", later);
    field.addEventListener("compositionstart", function () { clearTimeout(timer); });
    field.addEventListener("compositionend", later);
  });
  tell();
}
