// Marking passages on the page that sends a proposal back: what is selected in the text goes, with its part, into the
// first empty row of the form. Without this file the rows are filled in by hand.

const box = document.querySelector("[data-marks]");
const from = document.querySelector("[data-marks-from]");
const bar = document.querySelector("[data-marks-bar]");
const none = document.querySelector("[data-marks-none]");
let chosen = null;

// The part a piece of the text belongs to: named by the heading above it.
function partOf(node) {
  let block = node.nodeType === Node.TEXT_NODE ? node.parentElement : node;
  while (block && block.parentElement && !block.parentElement.matches(".doc")) block = block.parentElement;
  while (block && !(block.dataset && block.dataset.part)) block = block.previousElementSibling;
  return block ? block.dataset.part : "";
}

// Pressing the button may clear the selection, so it is remembered while it is made.
document.addEventListener("selectionchange", function () {
  const selection = document.getSelection();
  if (!selection.rangeCount || selection.isCollapsed) return;
  const range = selection.getRangeAt(0);
  const part = from.contains(range.commonAncestorContainer) ? partOf(range.startContainer) : "";
  const whole = part && (partOf(range.endContainer) === part || range.endOffset === 0);
  chosen = whole ? { part: part, quote: selection.toString().trim() } : null;
});

function rows() {
  return Array.from(box.querySelectorAll("[data-mark]"));
}

function field(row, name) {
  return row.querySelector("[name^='" + name + "_']");
}

function empty(row) {
  return !field(row, "quote").value.trim() && !field(row, "comment").value.trim();
}

// A copy of the last row with the next number and nothing in it.
function add() {
  const all = rows();
  const copy = all[all.length - 1].cloneNode(true);
  copy.querySelectorAll(".err").forEach(function (line) { line.remove(); });
  copy.querySelectorAll(".has-err").forEach(function (line) { line.classList.remove("has-err"); });
  copy.querySelectorAll("*").forEach(function (node) {
    for (const name of ["id", "name", "for", "aria-describedby"]) {
      if (node.hasAttribute(name)) node.setAttribute(name, node.getAttribute(name).replace(/_\d+/g, "_" + all.length));
    }
    if (node.matches("textarea")) node.value = node.textContent = "";
  });
  const title = copy.querySelector("[data-mark-n]");
  title.textContent = title.textContent.replace(/\d+/, all.length + 1);
  all[all.length - 1].after(copy);
  return copy;
}

function take() {
  none.hidden = Boolean(chosen && chosen.quote);
  if (!none.hidden) return;
  const row = rows().find(empty) || add();
  field(row, "part").value = chosen.part;
  field(row, "quote").value = chosen.quote;
  chosen = null;
  row.scrollIntoView({ block: "center" });
  field(row, "comment").focus({ preventScroll: true });
}

if (box && from && bar) {
  bar.hidden = false;
  box.querySelector("[data-marks-how]").hidden = false;
  bar.querySelector("[data-marks-take]").addEventListener("click", take);
  box.querySelector("[data-marks-more]").addEventListener("click", function (event) {
    event.preventDefault();
    field(add(), "quote").focus();
  });
}
