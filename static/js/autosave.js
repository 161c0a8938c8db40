// Drafts save themselves: two seconds after the last change the form is sent as it stands, and the bar says so.
// Half-typed pinyin is no text yet; a save that fails is tried again with the next change or when the line is back.

const PAUSE = 2000;
const PATIENCE = 5000;
const CALM = ["saving", "offline"];  // everything else needs the writer
const form = document.querySelector("form[data-autosave]");
const bar = document.querySelector(".saved[data-saved]");

let timer = 0;
let running = false;
let stopped = false;
let waiting = null;

function say(words, time) {
  const said = document.createElement("span");
  said.className = words === "saved" ? "" : CALM.indexOf(words) < 0 ? "st st--late" : "soft";
  said.textContent = bar.dataset[words].replace("{time}", time || "");
  bar.textContent = "";
  bar.appendChild(said);
}

function later() {
  if (stopped) return;
  clearTimeout(timer);
  timer = setTimeout(save, PAUSE);
}

function show(states) {
  document.querySelectorAll("[data-part]").forEach(function (row, i) {
    row.querySelectorAll("[data-state]").forEach(function (word) { word.hidden = word.dataset.state !== states[i]; });
  });
}

function told(answer) {
  if (answer.saved) {
    show(answer.parts || []);
    form.elements.version.value = String(answer.version);
    say("saved", answer.saved);
  } else if (answer.overtaken) {
    stopped = true;
    say("overtaken");
  } else {
    say(answer.out ? "out" : "refused");
  }
}

function save() {
  if (running) return later();
  running = true;
  say("saving");
  const data = new FormData(form);
  data.append("auto", "1");
  fetch(form.getAttribute("action") || window.location.pathname, { method: "POST", body: data, credentials: "same-origin" })
    .then(function (page) {
      const json = (page.headers.get("Content-Type") || "").indexOf("json") > 0;
      return json ? page.json() : { out: page.redirected };
    })
    .then(told)
    .catch(function () { say("offline"); })
    .then(function () {
      running = false;
      if (waiting) waiting();
    });
}

// A button pressed while a save is under way waits for it, or its own page would look like a second writer.
function submit(event) {
  clearTimeout(timer);
  if (!running) return;
  event.preventDefault();
  const button = event.submitter;
  const go = function () {
    if (!waiting) return;
    waiting = null;
    if (button && button.name) {
      const carried = document.createElement("input");
      carried.type = "hidden";
      carried.name = button.name;
      carried.value = button.value;
      form.appendChild(carried);
    }
    HTMLFormElement.prototype.submit.call(form);
  };
  waiting = go;
  setTimeout(go, PATIENCE);
}

if (form && bar) {
  form.addEventListener("input", function (event) { if (!event.isComposing) later(); });
  form.addEventListener("compositionend", later);
  form.addEventListener("change", later);
  form.addEventListener("submit", submit);
  window.addEventListener("online", later);
}
