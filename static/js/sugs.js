// The numbered suggestions: add, move, remove and take the removal back. Without this file the list still works: two
// empty rows, buttons that move one by way of the server, and one that asks it for another row.

function fill(text, box, n) {
  return text.replace("{label}", box.dataset.label).replace("{n}", String(n));
}

function rows(box) {
  return Array.from(box.querySelectorAll(".sug"));
}

function area(row) {
  return row.querySelector("textarea");
}

function number(box) {
  const all = rows(box);
  all.forEach(function (row, i) {
    area(row).id = box.id + "_" + (i + 1);
    area(row).setAttribute("aria-label", box.dataset.label + " " + (i + 1));
    row.querySelectorAll("[data-act]").forEach(function (button) {
      button.setAttribute("aria-label", fill(button.dataset.say, box, i + 1));
      const act = button.dataset.act;
      button.disabled = (act === "up" && i === 0) || (act === "down" && i === all.length - 1);
    });
  });
}

// Whoever saves drafts listens to "input": a moved or removed row is a change like typing.
function changed(box) {
  number(box);
  box.dispatchEvent(new Event("input", { bubbles: true }));
}

function blank(box) {
  const row = rows(box)[0].cloneNode(true);
  area(row).value = "";
  area(row).style.height = "";
  return row;
}

function add(box) {
  const row = blank(box);
  box.querySelector(".sugs").appendChild(row);
  changed(box);
  area(row).focus();
}

function move(box, row, act) {
  const other = act === "up" ? row.previousElementSibling : row.nextElementSibling;
  if (!other) return;
  row.parentNode.insertBefore(act === "up" ? row : other, act === "up" ? other : row);
  changed(box);
  const same = row.querySelector('[data-act="' + act + '"]');
  (same.disabled ? area(row) : same).focus();
  const said = box.querySelector("[data-sugs-moved]");
  said.textContent = fill(said.dataset.say, box, rows(box).indexOf(row) + 1);
}

// Several texts in place of one row, or (without a row) of all.
function put(box, texts, row) {
  const list = box.querySelector(".sugs");
  if (!row) rows(box).slice(1).forEach(function (other) { list.removeChild(other); });
  let last = row || rows(box)[0];
  texts.forEach(function (text, i) {
    const next = i === 0 ? last : blank(box);
    area(next).value = text;
    if (i > 0) list.insertBefore(next, last.nextSibling);
    last = next;
  });
  changed(box);
  box.dispatchEvent(new Event("fields:prepare", { bubbles: true }));
  if (row) area(last).focus();
}

function remove(box, row) {
  const list = row.parentNode;
  const place = rows(box).indexOf(row);
  if (rows(box).length === 1) list.appendChild(blank(box));
  list.removeChild(row);
  changed(box);
  const said = box.querySelector("[data-sugs-said]");
  said.textContent = "";
  if (!area(row).value.trim()) {
    area(rows(box)[Math.min(place, rows(box).length - 1)]).focus();
    return;
  }
  const undo = box.querySelector("template").content.querySelector(".undo").cloneNode(true);
  const words = undo.querySelector("[data-say]");
  words.textContent = fill(words.dataset.say, box, place + 1);
  undo.querySelector('[data-act="undo"]').addEventListener("click", function () {
    list.insertBefore(row, rows(box)[place] || null);
    said.textContent = "";
    changed(box);
    area(row).focus();
  });
  said.appendChild(undo);
  undo.querySelector("button").focus();
}

function prepare(box) {
  if (box.dataset.ready) return;
  box.dataset.ready = "yes";
  const all = rows(box);
  all.forEach(function (row, i) {
    const spare = i > 0 && !area(row).value.trim() && !all.slice(i).some(function (r) { return area(r).value.trim(); });
    if (spare) row.parentNode.removeChild(row);
    row.querySelectorAll("[data-act]").forEach(function (tool) {
      tool.type = "button";
      tool.hidden = false;
    });
  });
  const button = box.querySelector("[data-sugs-add]");
  button.type = "button";
  button.querySelector("span").textContent = fill(button.dataset.say, box, "");
  button.addEventListener("click", function () { add(box); });
  box.querySelector(".sugs").addEventListener("click", function (event) {
    const act = event.target.closest("[data-act]");
    if (!act) return;
    const row = act.closest(".sug");
    if (act.dataset.act === "remove") remove(box, row);
    else move(box, row, act.dataset.act);
  });
  box.addEventListener("sugs:put", function (event) { put(box, event.detail.texts, event.detail.row); });
  number(box);
}

function prepareAll(root) {
  root.querySelectorAll("[data-sugs]").forEach(prepare);
}

document.addEventListener("htmx:afterSettle", function (event) { prepareAll(event.target); });
prepareAll(document);
