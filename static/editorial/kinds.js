// Parts of the form that only one kind of article has are shown for that kind, and as long as anything stands in them.
document.addEventListener("DOMContentLoaded", () => {
  const kind = document.getElementById("id_kind");
  const parts = [...document.querySelectorAll("[data-only-for]")];
  if (!kind) return;

  const isFilled = (field) =>
    ["checkbox", "radio"].includes(field.type) ? field.checked : field.type !== "hidden" && field.value.trim();
  const holdsSomething = (part) =>
    part.querySelector("[data-field-errors] > *") || [...part.querySelectorAll("input, textarea, select")].some(isFilled);

  const show = () => {
    for (const part of parts) part.hidden = part.dataset.onlyFor !== kind.value && !holdsSomething(part);
  };

  kind.addEventListener("change", show);
  show();
});
