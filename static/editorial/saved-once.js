// The form saves itself while one writes. Whoever presses a button meanwhile would make a second page of a new one:
// the button waits until what is on its way has come back, and what is sent is not saved by itself once more.
(() => {
  let isSaving = false;
  let isSent = false;
  let waiting; // of the button that was pressed last: two presses send once

  document.addEventListener("w-autosave:save", (event) => {
    if (isSent) event.preventDefault();
    else isSaving = true;
  });
  for (const end of ["success", "error"]) {
    document.addEventListener(`w-autosave:${end}`, () => {
      isSaving = false;
    });
  }
  document.addEventListener(
    "submit",
    (event) => {
      const form = event.target;
      if (!form.matches("[data-edit-form]")) return;
      if (!isSaving) {
        isSent = true;
        setTimeout(() => {
          isSent = !event.defaultPrevented; // somebody may have stopped it after all
        });
        return;
      }
      event.preventDefault();
      event.stopImmediatePropagation();
      waiting?.abort();
      waiting = new AbortController();
      const { signal } = waiting;
      const again = () => {
        waiting.abort();
        setTimeout(() => {
          // A button that shows it is at work is disabled, and such a one would not say what it does.
          event.submitter?.removeAttribute("disabled");
          form.requestSubmit(event.submitter);
        });
      };
      document.addEventListener("w-autosave:success", again, { signal });
      document.addEventListener("w-autosave:error", again, { signal });
    },
    true,
  );
  // The browser may bring the page back as it was.
  addEventListener("pageshow", () => {
    isSent = false;
  });
})();
