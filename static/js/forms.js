// Sending forms: a second tap within a moment is swallowed, a retry never is; a refused form says so first.

const MOMENT = 3000;
const sent = new WeakMap();

document.addEventListener("submit", function (event) {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post" || form.hasAttribute("data-again")) return;
  const now = Date.now();
  const last = sent.get(form);
  const same = last && last.button === (event.submitter || null);
  if (same && now - last.at < MOMENT) {
    event.preventDefault();
    return;
  }
  sent.set(form, { at: now, button: event.submitter || null });
  form.setAttribute("data-busy", "");
  setTimeout(function () { release(form); }, MOMENT);
});

// The button is never disabled: its name and value must travel, and the network may need a second try.
function release(form) {
  form.removeAttribute("data-busy");
  sent.delete(form);
}

function releaseAll() {
  document.querySelectorAll("form[data-busy]").forEach(release);
}

window.addEventListener("pageshow", releaseAll);
window.addEventListener("offline", releaseAll);
document.addEventListener("htmx:afterRequest", releaseAll);

function lead(root) {
  const box = root.querySelector(".errbox");
  if (box) box.focus();
}

// A link of the summary puts the cursor into the field, with its label in sight.
document.addEventListener("click", function (event) {
  const link = event.target.closest && event.target.closest('.errbox a[href^="#"]');
  const target = link && document.getElementById(link.getAttribute("href").slice(1));
  if (!target) return;
  event.preventDefault();
  (target.closest(".field") || target).scrollIntoView();
  const inner = target.matches("fieldset") ? target.querySelector("input, textarea, select") : target;
  (inner || target).focus({ preventScroll: true });
});

document.addEventListener("htmx:afterSettle", function (event) { lead(event.target); });
// Browsers that know autofocus on any element have done it already.
if (!("autofocus" in document.body)) lead(document);
