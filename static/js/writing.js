// The writing page: pasted text comes in plain, several numbered paragraphs are offered as several suggestions, the
// whole is counted. Counting warns, it never cuts.

const form = document.querySelector("form[data-autosave]");
const total = document.querySelector("[data-total]");
const NUMBER = /^(?:第[一二三四五六七八九十]{1,3}[条点，、：]|[（(]?[一二三四五六七八九十]{1,3}[）)、.．]|[（(]?\d{1,2}(?:[）)、]|[.．](?!\d)))[、\s]*/;

// Indents and the blanks Word puts between characters go; the numbers people typed stay.
function plain(text) {
  const lines = text.replace(/\r\n?/g, "\n").replace(/[\u200b\ufeff]/g, "").replace(/[\u00a0\u2002-\u200a]/g, " ").split("\n");
  return lines.map(function (line) { return line.replace(/^[\s\u3000]+|[\s\u3000]+$/g, ""); }).join("\n")
    .replace(/\n{3,}/g, "\n\n").replace(/^\n+|\n+$/g, "");
}

function insert(field, text) {
  if (document.execCommand("insertText", false, text)) return;  // so that undo works
  field.setRangeText(text, field.selectionStart, field.selectionEnd, "end");
  field.dispatchEvent(new Event("input", { bubbles: true }));
}

// The numbered paragraphs of a text without their numbers, or null when it does not begin with one or has but one.
function items(text) {
  const found = [];
  const whole = text.split("\n").filter(Boolean).every(function (line) {
    if (NUMBER.test(line)) found.push(line.replace(NUMBER, ""));
    else if (found.length) found[found.length - 1] += "\n" + line;
    return found.length > 0;
  });
  return whole && found.length > 1 ? found : null;
}

function offer(field) {
  const box = field.closest("[data-sugs]");
  const found = items(field.value);
  const line = box.querySelector("[data-sugs-split]");
  if (!found) return;
  const words = line.querySelector("[data-say]");
  words.textContent = words.dataset.say.replace("{n}", String(found.length));
  line.hidden = false;
  line.querySelector("button").onclick = function () {
    line.hidden = true;
    box.dispatchEvent(new CustomEvent("sugs:put", { detail: { texts: items(field.value) || [field.value], row: field.closest(".sug") } }));
  };
}

function paste(event) {
  const field = event.target;
  const given = event.clipboardData && event.clipboardData.getData("text/plain");
  if (!given || !field.matches("textarea")) return;
  const empty = !field.value.trim();
  const text = field.name === "title" ? plain(given).replace(/\n+/g, "") : plain(given);
  event.preventDefault();
  insert(field, text);
  if (field.name === "suggestions" && empty) offer(field);
}

function long(name) {
  return Array.from(form.querySelectorAll("textarea[name=" + name + "]")).reduce(function (sum, field) {
    return sum + Array.from(field.value.trim()).length;
  }, 0);
}

function count() {
  const parts = ["situation", "analysis", "suggestions"].map(long);
  const n = parts[0] + parts[1] + parts[2];
  const most = Number(total.dataset.total);
  const limit = Number(total.dataset.partLimit);
  const over = n > most;
  let words = over ? total.dataset.over : total.dataset.left;
  if (parts.some(function (part) { return part > limit; })) words = total.dataset.tooLong;
  total.textContent = words.replace("{n}", n).replace("{rest}", most - n).replace("{total}", most).replace("{limit}", limit);
  total.classList.toggle("is-over", over);
}

let timer = 0;
function soon(event) {
  if (event.isComposing) return;
  clearTimeout(timer);
  timer = setTimeout(count, 300);
}

if (form && total) {
  form.addEventListener("paste", paste);
  form.addEventListener("input", soon);
  form.addEventListener("compositionend", soon);
  count();
}
