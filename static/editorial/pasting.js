// Text pasted from a word processor, put into the marks that the editors' text field knows: its lists it
// reads by itself, but headings of other levels, Word's quotes and its empty lines it does not.
(() => {
  const QUOTES = ".MsoQuote, .MsoIntenseQuote";
  const OWN = "data-draftjs-conductor-fragment"; // copied in a text field of ours: nothing to put right

  const rename = (element, name) => {
    const renamed = document.createElement(name);
    renamed.append(...element.childNodes);
    element.replaceWith(renamed);
  };

  const putRight = (html) => {
    const pasted = new DOMParser().parseFromString(html, "text/html");
    const find = (selector) => [...pasted.body.querySelectorAll(selector)];
    // A single heading of the first level is the manuscript's title; several are its parts.
    if (find("h1").length > 1) find("h2").forEach((heading) => rename(heading, "h3"));
    find("h1, .MsoTitle").forEach((heading) => rename(heading, "h2"));
    find("h4, h5, h6").forEach((heading) => rename(heading, "h3"));
    find(QUOTES).forEach((quote) => rename(quote, "blockquote"));
    find("p").forEach((line) => line.textContent.trim() || line.remove());
    return pasted.documentElement.outerHTML;
  };

  const ours = new WeakSet();

  // First of all listeners: the field gets the text put right in place of what was pasted.
  document.addEventListener(
    "paste",
    (event) => {
      const html = event.clipboardData?.getData("text/html");
      if (ours.has(event) || !html || html.includes(OWN) || !event.target.closest?.(".Draftail-Editor")) return;
      const clipboardData = new DataTransfer();
      clipboardData.setData("text/plain", event.clipboardData.getData("text/plain"));
      clipboardData.setData("text/html", putRight(html));
      const instead = new ClipboardEvent("paste", { bubbles: true, cancelable: true, clipboardData });
      if (!instead.clipboardData?.getData("text/html")) return; // a browser that gives no text of one's own
      ours.add(instead);
      event.preventDefault();
      event.stopImmediatePropagation();
      event.target.dispatchEvent(instead);
    },
    true,
  );
})();
