// A list of stories in one's own browser. Nothing is written before somebody presses the button.
(() => {
  const KEY = "tillit-lista";
  const MOST = 30; // as many as the page of the list shows (articles/saved.py)
  const box = document.querySelector("[data-saved-list]");
  if (!box) return;

  const find = (name) => box.querySelector(`[data-${name}]`);
  const story = box.dataset.save;
  const missing = (box.dataset.missing || "").split(" ");
  const drops = document.querySelectorAll("[data-drop]");

  function read() {
    const kept = localStorage.getItem(KEY) || "";
    // Numbers, each once, whatever somebody else has put there.
    return [...new Set(kept.match(/\d{1,18}/g) || [])].slice(0, MOST);
  }

  function write(list) {
    if (list.length) localStorage.setItem(KEY, JSON.stringify(list));
    else localStorage.removeItem(KEY);
  }

  function address(list) {
    const query = list.map((number) => `b=${number}`).join("&");
    return query ? `${box.dataset.savedList}?${query}` : box.dataset.savedList;
  }

  function show(list) {
    const isSaved = list.includes(story);
    const isFull = list.length >= MOST;
    find("open").hidden = !list.length;
    find("open").href = address(list);
    find("count").textContent = list.length;
    if (story) {
      find("add").hidden = isSaved || isFull;
      find("full").hidden = isSaved || !isFull;
      find("remove").hidden = !isSaved;
    } else {
      find("empty").hidden = !list.length;
      find("forget").hidden = !missing.some((number) => list.includes(number));
      for (const button of drops) button.hidden = !list.includes(button.dataset.drop);
    }
    box.hidden = !story && !list.length;
  }

  // On a story's page: one stays there, and the focus goes to the button that undoes it.
  function press(name, change, next) {
    find(name)?.addEventListener("click", () => {
      const list = change(read());
      write(list);
      show(list);
      (find(next).hidden ? find("open") : find(next)).focus();
    });
  }

  // On the page of the list: what is left of one's own is shown anew; a list that somebody has shared stays.
  function leave(button, change) {
    button?.addEventListener("click", () => {
      if (button.dataset.ask && !confirm(button.dataset.ask)) return;
      const shown = new URLSearchParams(location.search).getAll("b");
      const isOwn = shown.join() === read().join();
      const list = change(read());
      write(list);
      if (isOwn) location.assign(`${address(list)}#innehall`); // where one reads on, also by keyboard
      else show(list);
    });
  }

  const saved = (list) => (list.includes(story) || list.length >= MOST ? list : [...list, story]);
  const without = (gone) => (list) => list.filter((number) => !gone.includes(number));

  try {
    const list = read();
    // The page without an address is the way to one's own list.
    if (!story && !location.search && list.length) return location.replace(address(list));
    show(list);
  } catch {
    return; // the browser keeps nothing, so there is nothing to press
  }
  press("add", saved, "remove");
  press("remove", without([story]), "add");
  leave(find("empty"), () => []);
  leave(find("forget"), without(missing));
  for (const button of drops) leave(button, without([button.dataset.drop]));
  // It may have changed in another tab, or while the browser kept this page to come back to.
  addEventListener("storage", () => show(read()));
  addEventListener("pageshow", (event) => event.persisted && show(read()));
})();
