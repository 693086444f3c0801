// Slides by keyboard: a key presses the link that names it, so everything also works without this file.
document.addEventListener("keydown", (event) => {
  if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
  const link = [...document.querySelectorAll("[data-key]")].find((a) => a.dataset.key.split(" ").includes(event.key));
  if (link) {
    event.preventDefault();
    link.click();
  }
});
