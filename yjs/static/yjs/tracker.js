// What changed on the tracker while it is open is marked until it has been seen.

let before = new Map();
const rows = () => [...document.querySelectorAll("#live tr[data-state]")];
const states = () => new Map(rows().map((row) => [row.id, row.dataset.state]));
const unseen = new Set();

function mark() {
  for (const row of rows()) {
    row.classList.toggle("yjs-changed", unseen.has(row.id));
    const name = row.querySelector("td .yjs-records__value");
    if (unseen.has(row.id) && !row.querySelector(".yjs-new")) {
      const tag = document.createElement("strong");
      tag.className = "govuk-tag govuk-tag--yellow yjs-new";
      tag.textContent = "New";
      name.append(" ", tag);
    }
  }
  const news = document.querySelector("[data-news]");
  if (!news) return;
  news.replaceChildren();
  if (!unseen.size) return;
  const seen = document.createElement("button");
  seen.type = "button";
  seen.className = "yjs-link-button";
  seen.textContent = "Seen";
  seen.addEventListener("click", () => {
    unseen.clear();
    for (const tag of document.querySelectorAll(".yjs-new")) tag.remove();
    mark();
  });
  news.append(`${unseen.size === 1 ? "One child is" : `${unseen.size} children are`} not as they were when you opened this page. `, seen);
}

before = states();
document.body.addEventListener("htmx:afterSwap", () => {
  const now = states();
  for (const [id, state] of now) if (before.get(id) !== state) unseen.add(id);
  for (const id of [...unseen]) if (!now.has(id)) unseen.delete(id);
  before = now;
  mark();
});

// At the meeting a key turns to the next child and back, unless somebody is typing.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const way = [...document.querySelectorAll("a[data-key]")].find((link) => link.dataset.key.split(" ").includes(event.key));
  if (way) location.assign(way.href);
});
