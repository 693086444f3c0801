// Adds rows that are picked in the chooser's window to the list of those chosen. Listens to the whole page,
// because forms within the form may come later.
document.addEventListener("click", (event) => {
  const button = event.target.closest("[data-many-chooser-add]");
  if (!button) return;
  const chosen = button.closest("[data-many-chooser]");
  const list = chosen.querySelector("ul");
  const blank = chosen.querySelector("template").content.firstElementChild;

  const add = ({ id, string }) => {
    const known = list.querySelector(`input[value="${CSS.escape(id)}"]`);
    const item = known ? known.closest("li") : list.appendChild(blank.cloneNode(true));
    const box = item.querySelector("input");
    box.value = id;
    box.checked = true;
    item.querySelector("span").textContent = string;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  };

  const chooser = window.telepath.unpack(JSON.parse(button.dataset.manyChooserAdd));
  chooser.openModal((picked) => [picked].flat().forEach(add), { multiple: true });
});
