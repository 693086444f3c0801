// Keeps the panel beside the form in step with what is written, and leads to the place each line speaks of.
(() => {
  const panel = document.querySelector("[data-readiness]");
  const form = document.querySelector("form[data-edit-form]");
  if (!panel || !form) return;
  const content = panel.querySelector("[data-readiness-content]");
  const status = panel.querySelector("[data-readiness-status]");
  const counter = document.querySelector("[data-side-panel-toggle='readiness'] [data-side-panel-toggle-counter]");
  let timer;
  let asked = 0;

  const count = () => {
    const found = content.querySelectorAll("[data-goes-to]").length;
    if (counter) {
      counter.textContent = found;
      counter.hidden = found === 0;
    }
    return found;
  };

  const refresh = async () => {
    asked += 1;
    const mine = asked;
    const before = content.querySelectorAll("[data-goes-to]").length;
    let answer;
    try {
      answer = await fetch(panel.dataset.address, { method: "POST", body: new FormData(form) });
    } catch {
      return; // away for a moment: the next change asks again
    }
    if (!answer.ok || mine !== asked || content.contains(document.activeElement)) return;
    content.innerHTML = await answer.text();
    const now = count();
    if (now !== before) status.textContent = now ? `${now} att se över` : "Inget att se över";
  };

  const soon = () => {
    clearTimeout(timer);
    timer = setTimeout(refresh, 1200);
  };

  // A field may stand in a tab that is not open: its tab is opened first.
  const place = (name) =>
    document.querySelector(`[data-contentpath="${CSS.escape(name)}"]`) ||
    document.getElementById(`id_${name}`) ||
    document.getElementById(`panel-child-${name}-section`) ||
    document.querySelector(`[name^="${CSS.escape(name)}"]`);

  // Also from the message that says what is missing.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-goes-to]");
    const goal = link && place(link.dataset.goesTo);
    if (!goal) return;
    event.preventDefault();
    goal.dispatchEvent(new CustomEvent("w-focus:focus", { bubbles: true })); // the tab it stands in opens
    const inputs = "input:not([type='hidden']), textarea, select, [contenteditable='true']";
    const field = goal.matches(inputs) ? goal : goal.querySelector(inputs) || goal.querySelector("button");
    // What is hidden cannot take the focus: the tab needs a moment to open.
    setTimeout(() => {
      goal.scrollIntoView({ block: "center" });
      (field || goal).focus();
    }, 100);
  });

  form.addEventListener("input", soon);
  form.addEventListener("change", soon);
  count();
})();
