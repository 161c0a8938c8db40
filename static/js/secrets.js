// Passwords can be looked at while they are typed: one button for all fields of a form.

document.querySelectorAll("[data-secrets]").forEach(function (box) {
  const fields = box.querySelectorAll('input[type="password"]');
  const button = document.createElement("button");
  button.type = "button";
  button.className = "btn btn--sm mt4";
  button.setAttribute("aria-pressed", "false");
  button.textContent = box.dataset.secrets;
  button.addEventListener("click", function () {
    const shown = button.getAttribute("aria-pressed") === "false";
    fields.forEach(function (field) { field.type = shown ? "text" : "password"; });
    button.setAttribute("aria-pressed", String(shown));
    button.textContent = shown ? box.dataset.secretsHide : box.dataset.secrets;
  });
  box.appendChild(button);
});
