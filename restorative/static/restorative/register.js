// The register at once: everybody here with one tap, and the times at hand where a child was sent home.

const register = document.querySelector("form.yjs-register");
const places = [...(register?.querySelectorAll(".yjs-place") ?? [])];
const answers = (place) => [...place.querySelectorAll("input[type=radio]")];

register?.querySelector("[data-all-here]").addEventListener("click", (event) => {
  event.preventDefault();
  for (const place of places) {
    if (!answers(place).some((answer) => answer.checked)) place.querySelector("input[value=here]").checked = true;
  }
  register.dispatchEvent(new Event("input", { bubbles: true }));
});

for (const place of places) {
  place.addEventListener("change", (event) => {
    if (event.target.value === "sent_home") place.querySelector("details").open = true;
  });
}
