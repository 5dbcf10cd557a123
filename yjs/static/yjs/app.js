// What a page can do besides, where there is JavaScript. Every page works without it.

const person = document.body.dataset.person ?? "";
const minutes = 60 * 1000;

// GOV.UK Frontend: focus on an error summary, the menu on a phone, showing a password, double clicks.

import(document.querySelector("link[data-govuk]").href).then(({ initAll }) => {
  document.body.classList.add("js-enabled", "govuk-frontend-supported");
  initAll();
}).catch(() => {});

// What is typed is kept in this tab, for the person who typed it, until it has been saved: a page that must not
// stay in the browser's own memory does not get its typing back from it. It is kept locked, and only the pages of
// that person, signed in, carry the key; without one, or where the browser cannot lock, nothing is kept.

const forms = [...document.querySelectorAll("main form[method=post]")].filter(
  (form) => !form.hasAttribute("data-forget") && !form.querySelector("[type=password]"),
);
const controls = (form) => [...form.elements].filter(
  (control) => control.name && control.name !== "csrfmiddlewaretoken" && !["file", "submit", "button"].includes(control.type),
);
const isChoice = (control) => ["checkbox", "radio"].includes(control.type);
const page = (address) => new URL(address ?? "", location.href).pathname;
const keyOf = (form) => `typed:${person}:${page(form.getAttribute("action"))}:${forms.indexOf(form)}`;
const kept = () => Object.keys(sessionStorage).filter((key) => key.startsWith("typed:"));
const read = (key) => JSON.parse(sessionStorage.getItem(key));
const write = (key, entry) => sessionStorage.setItem(key, JSON.stringify(entry));

const hex = (buffer) => [...new Uint8Array(buffer)].map((byte) => byte.toString(16).padStart(2, "0")).join("");
const bytes = (text) => Uint8Array.from(text.match(/../g), (pair) => parseInt(pair, 16));
const carried = document.body.dataset.typingKey;
const typingKey = person && carried && crypto.subtle
  ? await crypto.subtle.importKey("raw", bytes(carried), "AES-GCM", false, ["encrypt", "decrypt"])
  : null;

async function lock(values) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const plain = new TextEncoder().encode(JSON.stringify(values));
  return { iv: hex(iv), locked: hex(await crypto.subtle.encrypt({ name: "AES-GCM", iv }, typingKey, plain)) };
}

async function unlock(entry) {
  const iv = bytes(entry.iv);
  const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv }, typingKey, bytes(entry.locked));
  return JSON.parse(new TextDecoder().decode(plain));
}

function typed(form) {
  return controls(form).map((control) => {
    if (isChoice(control)) return control.checked;
    if (control.type === "select-multiple") return [...control.selectedOptions].map((option) => option.value);
    return control.value;
  });
}

function putBack(form, values) {
  controls(form).forEach((control, place) => {
    if (isChoice(control)) control.checked = values[place];
    else if (control.type === "select-multiple") {
      for (const option of control.options) option.selected = values[place].includes(option.value);
    } else control.value = values[place];
  });
}

function sayPutBack(form, key) {
  const note = document.createElement("div");
  note.className = "govuk-inset-text yjs-kept";
  note.setAttribute("role", "status");
  note.append("What you typed here before has been put back. It is not saved yet. ");
  const again = document.createElement("button");
  again.type = "button";
  again.className = "yjs-link-button";
  again.textContent = "Start again without it";
  again.addEventListener("click", () => {
    sessionStorage.removeItem(key);
    location.reload();
  });
  note.append(again);
  form.prepend(note);
}

for (const key of kept()) {
  const entry = read(key);
  if (!person) write(key, { ...entry, sent: false });
  else if (!key.startsWith(`typed:${person}:`)) sessionStorage.removeItem(key);
  else if (entry.sent && (entry.page !== location.pathname || document.querySelector(".yjs-banner--success"))) {
    sessionStorage.removeItem(key);
  }
}

async function remember(form) {
  const key = keyOf(form);
  const names = controls(form).map((control) => control.name).join();
  const entry = read(key);
  const answered = document.querySelector(".govuk-error-summary, .yjs-stale");
  let sent = false;
  let latest = 0;
  form.addEventListener("input", async () => {
    const mine = latest += 1;
    sent = false;
    const values = await lock(typed(form));
    if (mine === latest) write(key, { names, ...values, page: location.pathname, sent });
  });
  form.addEventListener("submit", () => {
    sent = true;
    if (read(key)) write(key, { ...read(key), sent });
  });
  if (!entry || answered || entry.names !== names) return;
  const values = await unlock(entry).catch(() => sessionStorage.removeItem(key));
  if (values && latest === 0 && `${values}` !== `${typed(form)}`) {
    putBack(form, values);
    sayPutBack(form, key);
  }
}

for (const form of typingKey ? forms : []) remember(form);

document.querySelector("[data-sign-out]")?.addEventListener("submit", () => sessionStorage.clear());

// Signed out after 15 quiet minutes, with a word of it at 13. Tabs tell each other when one of them was used.

const ending = document.querySelector("dialog[data-sign-in]");
if (ending) {
  const signIn = ending.dataset.signIn;
  const tabs = new BroadcastChannel("yjs");
  let used = Date.now();
  const carryOn = () => {
    used = Date.now();
    if (ending.open) ending.close();
  };
  tabs.addEventListener("message", carryOn);
  tabs.postMessage("used");
  ending.querySelector("[data-stay]").addEventListener("click", () => {
    fetch(signIn, { redirect: "manual" }).then(() => {
      carryOn();
      tabs.postMessage("used");
    }).catch(() => {});
  });
  ending.addEventListener("cancel", (event) => event.preventDefault());
  setInterval(() => {
    const quiet = Date.now() - used;
    if (quiet > 15 * minutes) location.assign(`${signIn}?next=${encodeURIComponent(location.pathname + location.search)}`);
    else if (quiet >= 13 * minutes && !ending.open) ending.showModal();
  }, 5000);
}
