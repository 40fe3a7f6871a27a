// Comforts for forms that work without them: a proof of work against spam, fresh callback times, one click sends once.

const prove = async (form) => {
  const challenge = await (await fetch(form.dataset.challenge)).json();
  // ALTCHA's own worker, without its widget: nothing to see, nothing to click, nothing recorded about the visitor.
  const worker = new Worker(form.dataset.worker);
  try {
    const started = performance.now();
    const solution = await new Promise((resolve, reject) => {
      worker.onmessage = ({ data }) => (data && !data.error ? resolve(data) : reject(data));
      worker.onerror = reject;
      worker.postMessage({ type: "work", challenge, counterStart: 0, counterStep: 1, timeout: 90000 });
    });
    const payload = { challenge, solution: { ...solution, time: solution.time ?? performance.now() - started } };
    form.querySelector("[data-proof]").value = btoa(JSON.stringify(payload));
  } finally {
    worker.terminate();
  }
};

// A page may have been kept for longer than the times it offers.
const refreshSlots = async (select) => {
  const { groups } = await (await fetch(select.dataset.slots)).json();
  const chosen = select.value;
  const [first] = select.options;
  select.replaceChildren(
    first,
    ...groups.map(({ label, slots }) => {
      const group = document.createElement("optgroup");
      group.label = label;
      group.append(...slots.map((slot) => new Option(slot.label, slot.value, false, slot.value === chosen)));
      return group;
    }),
  );
};

for (const form of document.querySelectorAll("form[data-form]")) {
  const begin = () => {
    // Without proof the form is taken in all the same.
    prove(form).catch(() => {});
    for (const select of form.querySelectorAll("select[data-slots]")) refreshSlots(select).catch(() => {});
  };
  form.addEventListener("focusin", begin, { once: true });

  form.addEventListener("submit", (event) => {
    // A double click sends once; after a broken connection the form can be sent again.
    if (event.timeStamp - Number(form.dataset.sent ?? -9e9) < 4000) event.preventDefault();
    else form.dataset.sent = event.timeStamp;
  });
}

document.querySelector(".form__errors[autofocus]")?.focus();
