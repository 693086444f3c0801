// Suggestions while one writes in the search field: a combobox with a list of links. Without this file the field is a form.
const WAIT = 120; // ms after the last key

for (const input of document.querySelectorAll("input[data-suggestions]")) {
  const form = input.form;
  const list = document.createElement("ul");
  const status = document.createElement("p");
  let options = [];
  let active = -1;
  let timer;

  list.id = `${input.id}-forslag`;
  list.className = "suggestions";
  list.hidden = true;
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", form.getAttribute("aria-label"));
  status.className = "visually-hidden";
  status.setAttribute("role", "status");
  form.append(list, status);
  for (const [name, value] of Object.entries({
    role: "combobox",
    "aria-expanded": "false",
    "aria-controls": list.id,
    "aria-autocomplete": "list",
    "aria-haspopup": "listbox",
  })) {
    input.setAttribute(name, value);
  }

  const close = () => {
    list.hidden = true;
    active = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };

  const choose = (number) => {
    active = number;
    [...list.children].forEach((option, n) => option.setAttribute("aria-selected", String(n === active)));
    if (active < 0) input.removeAttribute("aria-activedescendant");
    else {
      input.setAttribute("aria-activedescendant", list.children[active].id);
      list.children[active].scrollIntoView({ block: "nearest" });
    }
  };

  const show = (found) => {
    options = found;
    list.replaceChildren(
      ...found.map((suggestion, n) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${n}`;
        option.setAttribute("role", "option");
        option.setAttribute("aria-selected", "false");
        const text = document.createElement("span");
        text.textContent = suggestion.text;
        option.append(text);
        if (suggestion.kind) {
          const kind = document.createElement("span");
          kind.className = "suggestion-kind";
          kind.textContent = suggestion.kind;
          option.append(" ", kind);
        }
        option.addEventListener("mousedown", (event) => event.preventDefault());
        option.addEventListener("click", () => location.assign(suggestion.url));
        return option;
      }),
    );
    active = -1;
    list.hidden = found.length === 0;
    input.setAttribute("aria-expanded", String(found.length > 0));
    input.removeAttribute("aria-activedescendant");
    status.textContent = found.length ? form.dataset.count.replace("0", found.length) : "";
  };

  const ask = async () => {
    const asked = input.value;
    if (asked.trim().length < 2) {
      show([]);
      return;
    }
    try {
      const answer = await fetch(`${input.dataset.suggestions}?${new URLSearchParams({ q: asked })}`, { credentials: "omit" });
      const found = answer.ok ? await answer.json() : [];
      if (input.value === asked && document.activeElement === input) show(found);
    } catch {
      close(); // no network: the form still works
    }
  };

  input.addEventListener("input", () => {
    choose(-1); // what was chosen was for another beginning
    clearTimeout(timer);
    timer = setTimeout(ask, WAIT);
  });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      close();
    } else if (event.key === "Enter" && active >= 0) {
      event.preventDefault();
      location.assign(options[active].url);
    } else if ((event.key === "ArrowDown" || event.key === "ArrowUp") && options.length) {
      event.preventDefault();
      if (list.hidden) show(options);
      const step = event.key === "ArrowDown" ? 1 : -1;
      choose(((active + 1 + step + options.length + 1) % (options.length + 1)) - 1);
    }
  });
}

// A search that found nothing is counted for the editors, without anything about who searched.
const missed = document.querySelector("form[data-missed]");
if (missed && navigator.sendBeacon(missed.action, new URLSearchParams({ query: missed.elements.query.value }))) {
  missed.insertAdjacentHTML("afterbegin", '<input type="hidden" name="counted" value="ja">');
}
