// What changed on the tracker is marked until it has been seen: also after a reload, in another order and on another
// page of it. The tab keeps how the cohort stood when it was last seen, in signs that say nothing without this person's
// key; they go with signing out.

const live = () => document.getElementById("live");
const pairs = (text) => new Map(text.split(" ").filter(Boolean).map((each) => each.split(":")));
const now = () => ({ children: live().dataset.children, figures: live().dataset.figures });
const mine = `seen:${document.body.dataset.person}:`;
const key = live() && mine + live().dataset.cohort;

function seen() {
  const kept = JSON.parse(sessionStorage.getItem(key) ?? "null");
  const known = kept && [...pairs(kept.children).keys()];
  const there = pairs(now().children);
  // Where nobody is left of whom it knew, it was kept under another key.
  return kept && (!known.length || known.some((child) => there.has(child))) ? kept : null;
}

function keep() {
  sessionStorage.setItem(key, JSON.stringify(now()));
}

function changes() {
  const [then, there] = [seen(), now()];
  const [before, children] = [pairs(then.children), pairs(there.children)];
  const [said, figures] = [pairs(then.figures), pairs(there.figures)];
  return {
    entered: [...children.keys()].filter((child) => !before.has(child)),
    changed: [...children].filter(([child, state]) => before.has(child) && before.get(child) !== state).map(([child]) => child),
    left: [...before.keys()].filter((child) => !children.has(child)),
    figures: [...figures].filter(([figure, says]) => said.has(figure) && said.get(figure) !== says).map(([figure]) => figure),
  };
}

function tag(place, text) {
  const sign = document.createElement("strong");
  sign.className = "govuk-tag govuk-tag--yellow yjs-new";
  sign.textContent = text;
  place.append(" ", sign);
}

const many = (number, one, more) => (number === 1 ? `1 ${one}` : `${number} ${more}`);

function inWords({ entered, changed, left, figures }) {
  const said = [
    changed.length && many(changed.length, "child is not as when you last looked", "children are not as when you last looked"),
    entered.length && many(entered.length, "child is new here", "children are new here"),
    left.length && many(left.length, "child is no longer in the cohort", "children are no longer in the cohort"),
    figures.length && many(figures.length, "figure has moved", "figures have moved"),
  ].filter(Boolean);
  return said.length ? `${said.join("; ")}. ` : "";
}

function mark() {
  const found = changes();
  for (const sign of document.querySelectorAll(".yjs-new")) sign.remove();
  const rows = live().dataset.rows.split(" ").filter(Boolean);
  live().querySelectorAll("tr[id^=child-]").forEach((row, place) => {
    const text = found.entered.includes(rows[place]) ? "New" : found.changed.includes(rows[place]) ? "Changed" : "";
    row.classList.toggle("yjs-changed", Boolean(text));
    if (text) tag(row.querySelector("td .yjs-records__value"), text);
  });
  for (const figure of found.figures) tag(document.getElementById(figure).querySelector(".yjs-told__name"), "Changed");
  const [news, words] = [document.querySelector("[data-news]"), inWords(found)];
  if (news.dataset.news === words) return;
  news.dataset.news = words;
  news.replaceChildren();
  if (!words) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "yjs-link-button";
  button.textContent = "Seen";
  button.addEventListener("click", () => {
    keep();
    mark();
  });
  news.append(words, button);
}

if (live()?.dataset.cohort !== undefined) {
  for (const other of Object.keys(sessionStorage)) {
    if (other.startsWith("seen:") && !other.startsWith(mine)) sessionStorage.removeItem(other);
  }
  if (!seen()) keep();
  mark();
}

// What is redrawn keeps what was opened in it; where nothing of this cohort was saved, nothing is redrawn.

let [opened, next] = [[], ""];
document.body.addEventListener("htmx:configRequest", (event) => {
  if (next) event.detail.path = next;
});
document.body.addEventListener("htmx:beforeSwap", (event) => {
  next = event.detail.xhr.getResponseHeader("X-Tracker-Next") ?? (event.detail.shouldSwap ? "" : next);
  opened = [...live().querySelectorAll("details[open]")].map((details) => details.id);
});
document.body.addEventListener("htmx:afterSwap", () => {
  for (const id of opened) document.getElementById(id)?.setAttribute("open", "");
  mark();
});

// At the meeting a key turns to the next child and back, unless somebody is typing.

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, textarea, select")) return;
  const way = [...document.querySelectorAll("a[data-key]")].find((link) => link.dataset.key.split(" ").includes(event.key));
  if (way) location.assign(way.href);
});
