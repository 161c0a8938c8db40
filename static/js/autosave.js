// Drafts save themselves: two seconds after the last change, and at the latest five after the first, the form is sent
// as it stands, and the bar says so. Until the server has it, an encrypted copy stays on this device. Half-typed
// pinyin is no text yet; a save that fails is tried again.

import { drop, entries, keep, unlock } from "./copies.js";

const PAUSE = 2000;
const LATEST = 5000;
const COPY = 700;
const RETRY = 8000;
const PATIENCE = 5000;
const CALM = ["saving", "offline", "out"];  // the text is safe; the rest needs the writer
const form = document.querySelector("form[data-autosave]");
const bar = document.querySelector(".saved[data-saved]");

let typed = 0;  // changes so far; how far the server and the copy are
let saved = 0;
let copied = 0;
let since = 0;
let key = null;
let timer = 0;
let copying = 0;
let running = false;
let composing = false;
let stopped = false;
let leaving = false;
let waiting = null;

function say(words, time) {
  const bare = CALM.indexOf(words) > 0 && copied < typed;
  const said = document.createElement("span");
  said.className = words === "saved" ? "" : CALM.indexOf(words) < 0 || bare ? "st st--late" : "soft";
  said.textContent = bar.dataset[bare ? words + "Bare" : words].replace("{time}", time || "");
  bar.textContent = "";
  bar.appendChild(said);
  if (words !== "saving" && words !== "saved" && words !== bar.dataset.now) {
    document.querySelector("[data-saved-told]").textContent = said.textContent;
  }
  if (words !== "saving") bar.dataset.now = words;
  const way = document.querySelector("[data-sign-in]");
  way.hidden = words !== "out";
  way.href = way.pathname + "?next=" + encodeURIComponent(window.location.pathname);
  way.target = bare ? "_blank" : "";
}

function later(wait) {
  clearTimeout(timer);
  if (!stopped) timer = setTimeout(save, wait);
}

function changed() {
  typed += 1;
  if (saved === typed - 1) since = Date.now();
  if (!stopped && (bar.dataset.now || "saved") === "saved") say("saving");
  later(Math.max(0, Math.min(PAUSE, since + LATEST - Date.now())));
  if (!copying) copying = setTimeout(copy, COPY);
}

function copy() {
  copying = 0;
  if (!key || composing || saved === typed) return Promise.resolve();
  const upTo = typed;
  const value = { entries: entries(form), version: form.elements.version.value, page: window.location.pathname };
  return keep(key, form.dataset.draft, value).then(function () {
    copied = Math.max(copied, upTo);
    if (saved >= upTo) drop([form.dataset.draft]);
  }).catch(function () {});
}

function show(answer) {
  document.querySelectorAll(".tasks [data-part]").forEach(function (row, i) {
    row.querySelectorAll("[data-state]").forEach(function (word) { word.hidden = word.dataset.state !== answer.parts[i]; });
  });
  const short = document.querySelector("[data-shortage]");
  short.textContent = answer.missing ? short.dataset.shortage.replace("{n}", answer.missing) : "";
}

function told(answer, upTo) {
  if (answer.saved) {
    saved = upTo;
    since = Date.now();
    form.elements.version.value = String(answer.version);
    form.elements.apart.value = "";
    if (window.location.pathname !== answer.page) window.history.replaceState(null, "", answer.page);
    if (saved === typed && key) drop([form.dataset.draft]).catch(function () {});
    show(answer);
    say("saved", answer.saved);
    if (saved < typed) later(PAUSE);
  } else {
    stopped = Boolean(answer.overtaken);
    say(answer.overtaken ? "overtaken" : "refused");
  }
}

// Another sign-in has made the token of this page stale, or there is no session any more.
function refresh(again) {
  return unlock(form.dataset.key).then(function (given) {
    if (given.out) return copy().then(function () { say("out"); });
    key = given.key;
    form.elements.csrfmiddlewaretoken.value = given.token;
    return again ? send(false) : say("refused");
  });
}

function send(again) {
  const upTo = typed;
  const data = new FormData(form);
  data.append("auto", "1");
  return fetch(window.location.pathname, { method: "POST", body: data, credentials: "same-origin" })
    .then(function (page) {
      if (page.status >= 500) throw new Error(String(page.status));
      const json = (page.headers.get("Content-Type") || "").indexOf("json") > 0;
      return json ? page.json().then(function (answer) { told(answer, upTo); }) : refresh(again);
    });
}

function save() {
  if (running || composing || stopped) return;
  running = true;
  say("saving");
  send(true)
    .catch(function () {
      return copy().then(function () {
        say("offline");
        later(RETRY);
      });
    })
    .then(function () {
      running = false;
      if (waiting) waiting();
      else if (saved < typed && bar.dataset.now === "saved") later(PAUSE);
    });
}

// A button pressed while a save is under way waits for it, or its own page would look like a second writer.
function submit(event) {
  clearTimeout(timer);
  leaving = true;
  if (form.elements.draft) window.history.replaceState({ draft: form.elements.draft.value }, "");
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

function leave(event) {
  if (leaving || saved === typed || copied === typed) return;
  event.preventDefault();
  event.returnValue = "";
}

function begin() {
  unlock(form.dataset.key).then(function (given) {
    key = given.key || null;
    document.querySelector("[data-no-copy]").hidden = Boolean(key);
    if (given.token) form.elements.csrfmiddlewaretoken.value = given.token;
    if (typed > saved) copy();
  }).catch(function () {});
}

if (form && bar) {
  stopped = form.hasAttribute("data-held");
  const before = window.history.state && window.history.state.draft;  // back on a page that was sent: the same draft
  if (before && form.elements.draft) form.elements.draft.value = form.dataset.draft = before;
  form.addEventListener("compositionstart", function () { composing = true; });
  form.addEventListener("compositionend", function () { composing = false; changed(); });
  form.addEventListener("input", function (event) { if (!composing && !event.isComposing) changed(); });
  form.addEventListener("change", changed);
  form.addEventListener("submit", submit);
  window.addEventListener("beforeunload", leave);
  window.addEventListener("pageshow", function () { leaving = false; });
  window.addEventListener("online", function () { later(0); });
  window.addEventListener("focus", function () { if (saved < typed) later(0); });
  begin();
}
