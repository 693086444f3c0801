// A list of stories in one's own browser. Nothing is written before somebody presses the button.
(() => {
  const KEY = "tillit-lista";
  const box = document.querySelector("[data-saved-list]");
  if (!box) return;

  const find = (name) => box.querySelector(`[data-${name}]`);
  const story = box.dataset.save;

  function read() {
    const kept = JSON.parse(localStorage.getItem(KEY) || "[]");
    return Array.isArray(kept) ? kept.filter((number) => /^\d+$/.test(number)) : [];
  }

  function write(list) {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
    show(list);
  }

  function show(list) {
    const open = find("open");
    open.hidden = !list.length;
    open.href = `${box.dataset.savedList}?${list.map((number) => `b=${number}`).join("&")}`;
    find("count").textContent = list.length;
    if (story) {
      find("add").hidden = list.includes(story);
      find("remove").hidden = !list.includes(story);
    } else {
      find("empty").hidden = !list.length;
    }
    box.hidden = !story && !list.length;
  }

  function press(name, change, next) {
    find(name)?.addEventListener("click", () => {
      write(change(read()));
      find(next)?.focus();
    });
  }

  try {
    show(read());
  } catch {
    return; // the browser keeps nothing, so there is nothing to press
  }
  press("add", (list) => [...list.filter((number) => number !== story), story], "remove");
  press("remove", (list) => list.filter((number) => number !== story), "add");
  press("empty", () => []);
})();
