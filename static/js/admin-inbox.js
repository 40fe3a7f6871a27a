// Inbox: keys J, K, R, Enter and /, and working an enquiry without losing the plaintext that was shown once.
const typing = (element) => element.closest("input, textarea, select, [contenteditable=true], [role=dialog]");
const rows = () => [...document.querySelectorAll("[data-inbox-row]")];

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || typing(event.target)) return;
  const key = event.key.toLowerCase();
  if (key === "/") {
    const search = document.querySelector("[data-inbox-search]");
    if (search) { event.preventDefault(); search.focus(); }
    return;
  }
  const target = document.querySelector(`[data-inbox-key="${CSS.escape(key)}"]`);
  if (target) { event.preventDefault(); target.click(); return; }
  const list = rows();
  if (list.length && (key === "j" || key === "k")) {
    const at = list.indexOf(document.activeElement);
    const next = key === "j" ? at + 1 : at === -1 ? list.length - 1 : at - 1;
    list[Math.max(0, Math.min(list.length - 1, next))].focus();
    event.preventDefault();
  }
});

// "In a few words" belongs to "something else" only.
const read = document.querySelector("[data-inbox-read]");
if (read) {
  const words = read.querySelector(".inbox-words");
  const show = () => { words.hidden = read.querySelector("[name=reason]:checked")?.value !== "other"; };
  read.addEventListener("change", show);
  show();
}

// While plaintext is on screen, actions are sent behind it and only what changed is put in place.
async function act(form, submitter) {
  const body = new FormData(form, submitter);
  const response = await fetch(form.action, { method: "POST", body, credentials: "same-origin" });
  if (!response.ok) throw new Error(String(response.status));
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  for (const part of document.querySelectorAll("[data-inbox-live]")) {
    const fresh = page.getElementById(part.id);
    if (fresh) part.replaceChildren(...fresh.childNodes);
  }
  const messages = page.querySelector("[data-w-messages-target=container]");
  document.querySelector("[data-w-messages-target=container]")?.replaceChildren(...(messages?.childNodes ?? []));
  if (form.dataset.inboxAction === "note" && !messages?.querySelector(".error")) {
    const notes = document.querySelector("[data-inbox-notes]");
    const item = page.querySelector("[data-inbox-notes]")?.lastElementChild;
    if (notes && item) {
      const text = item.lastElementChild;
      text.className = "inbox-plain";
      text.textContent = form.elements.text.value.trim();
      notes.append(item);
    }
    form.elements.text.value = "";
  }
}

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("[data-inbox-action]") || !document.querySelector("[data-inbox-plain]")) return;
  event.preventDefault();
  // If it can't be sent this way, the ordinary way says what is wrong.
  act(form, event.submitter).catch(() => {
    if (event.submitter?.name) {
      const input = Object.assign(document.createElement("input"), {
        type: "hidden", name: event.submitter.name, value: event.submitter.value,
      });
      form.append(input);
    }
    form.submit();
  });
});
