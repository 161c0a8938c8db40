// Text of an earlier visit that never reached the server is offered beside what is stored: the writer chooses, nothing
// is replaced silently. On the page after submitting, what is left of the draft on this device is wiped.

import { all, drop, dropDraft, entries, keep, possible, unlock } from "./copies.js";

const form = document.querySelector("form[data-autosave]");
const box = document.querySelector("[data-copy]");
const done = document.querySelector("[data-submitted]");

// {name: [values]}, without empty ones and with the spaces the server would leave: what counts as the same text.
function sorted(pairs) {
  const kept = {};
  pairs.forEach(function (pair) {
    let text = pair[1].replace(/\r\n/g, "\n").trim();
    if (pair[0] === "title") text = text.split(/\s+/).join(" ");
    if (text) (kept[pair[0]] = kept[pair[0]] || []).push(text);
  });
  return kept;
}

function same(a, b) {
  const one = sorted(a);
  const two = sorted(b);
  return Object.keys(Object.assign({}, one, two)).every(function (name) {
    return (one[name] || []).join("\u0000") === (two[name] || []).join("\u0000");
  });
}

function draw(place, pairs) {
  const kept = sorted(pairs);
  place.textContent = "";
  ["title", "situation", "analysis", "suggestions"].forEach(function (name) {
    (kept[name] || []).forEach(function (text, i) {
      const line = document.createElement(name === "title" ? "h4" : "p");
      line.className = "pre mt2";
      line.textContent = name === "suggestions" ? i + 1 + ". " + text : text;
      place.appendChild(line);
    });
  });
}

function fill(pairs) {
  const kept = {};
  pairs.forEach(function (pair) { (kept[pair[0]] = kept[pair[0]] || []).push(pair[1]); });
  Array.from(form.elements).forEach(function (field) {
    const values = kept[field.name] || [];
    if (field.type === "checkbox") field.checked = values.indexOf(field.value) >= 0;
    else if (field.name !== "suggestions" && kept[field.name] && field.type !== "hidden") field.value = values[0];
  });
  const list = form.querySelector("[data-sugs]");
  list.dispatchEvent(new CustomEvent("sugs:put", { detail: { texts: kept.suggestions || [""] } }));
  form.dispatchEvent(new Event("fields:prepare", { bubbles: true }));
  form.dispatchEvent(new Event("input", { bubbles: true }));
}

function clock(at) {
  return new Date(at).toLocaleString("zh-CN", { month: "long", day: "numeric", hour: "2-digit", minute: "2-digit" });
}

function offer(key, row) {
  const aside = row.id.indexOf("/") < 0 ? row.id + "/" + row.at : row.id;  // so that new copies do not cover it
  if (aside !== row.id) keep(key, aside, row.value).then(function () { return drop([row.id]); });
  const when = box.querySelector("[data-copy-when]");
  when.textContent = when.dataset.copyWhen.replace("{time}", clock(row.at));
  draw(box.querySelector("[data-copy-mine]"), row.value.entries);
  draw(box.querySelector("[data-copy-stored]"), entries(form));
  box.querySelector("[data-copy-server]").hidden = form.elements.version.value === "0";
  box.querySelector("[data-copy-take]").onclick = function () {
    form.dataset.draft = row.id.split("/")[0];
    if (form.elements.draft) form.elements.draft.value = form.dataset.draft;
    box.hidden = true;
    fill(row.value.entries);
    form.elements.apart.value = "1";
    drop([aside]);
  };
  box.querySelector("[data-copy-drop]").onclick = function () {
    box.hidden = true;
    drop([aside]);
  };
  box.hidden = false;
  box.focus();
}

function point(row) {
  const line = document.querySelector("[data-copy-other]");
  const way = line.querySelector("a");
  way.href = row.value.page;
  way.textContent = sorted(row.value.entries).title || way.textContent;
  line.hidden = false;
}

function look(given) {
  if (!given.key) return null;
  return all(given.key).then(function (rows) {
    const here = rows.filter(function (row) { return row.id.split("/")[0] === form.dataset.draft; });
    const gone = here.filter(function (row) { return same(row.value.entries, entries(form)); });
    if (gone.length) drop(gone.map(function (row) { return row.id; }));
    const fresh = form.elements.draft && form.elements.version.value === "0";
    const lost = fresh ? rows.filter(function (row) { return row.value.version === "0"; }) : [];
    const mine = here.filter(function (row) { return gone.indexOf(row) < 0; }).concat(lost)[0];
    if (mine) offer(given.key, mine);
    const other = rows.filter(function (row) { return row.value.version !== "0"; })[0];
    if (fresh && other) point(other);
  });
}

if (possible() && done) dropDraft(done.dataset.submitted).catch(function () {});
if (possible() && form && box) unlock(form.dataset.key).then(look).catch(function () {});
