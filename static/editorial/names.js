// Fields within blocks that the library leaves without a name get that of the block they stand in, so that
// a screen reader says which text one writes in.
document.addEventListener("DOMContentLoaded", () => {
  const NAMELESS = ".public-DraftEditor-content:not([aria-label], [aria-labelledby]), textarea:not([aria-label], [aria-labelledby])";

  const labelOf = (field) => {
    const panel = field.closest("section[aria-labelledby]");
    const own = field.closest("[data-field-wrapper], .w-field__wrapper")?.querySelector("label, .w-field__label");
    const text = own?.textContent || document.getElementById(panel?.getAttribute("aria-labelledby"))?.textContent;
    return (text || "").replace(/\s+/g, " ").replace("*", "").trim();
  };

  const name = () => {
    for (const field of document.querySelectorAll(NAMELESS)) {
      if (field.labels?.length) continue;
      const label = labelOf(field);
      if (label) field.setAttribute("aria-label", label);
    }
  };

  const form = document.querySelector("form[data-edit-form]");
  if (!form) return;
  let waiting;
  new MutationObserver(() => {
    cancelAnimationFrame(waiting);
    waiting = requestAnimationFrame(name);
  }).observe(form, { childList: true, subtree: true });
  name();
});
