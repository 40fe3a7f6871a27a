// Small comforts on top of pages that work without them.

const menus = [...document.querySelectorAll(".nav details, details.nav")];

// A menu closes when the visitor turns elsewhere, or presses Escape.
document.addEventListener("click", (event) => {
  for (const menu of menus) if (menu.open && !menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  const open = menus.filter((menu) => menu.open && menu.contains(document.activeElement)).pop();
  if (!open) return;
  open.open = false;
  open.querySelector("summary").focus();
});
for (const menu of menus) {
  menu.addEventListener("focusout", (event) => {
    if (event.relatedTarget && !menu.contains(event.relatedTarget)) menu.open = false;
  });
}

// The table of contents marks the section that is being read.
const entries = new Map(
  [...document.querySelectorAll("[data-toc] a[href^='#']")].map((link) => [
    document.getElementById(decodeURIComponent(link.hash.slice(1))),
    link,
  ]),
);
entries.delete(null);
if (entries.size) {
  const mark = () => {
    const line = innerHeight / 3;
    const atEnd = innerHeight + scrollY >= document.documentElement.scrollHeight - 2;
    const passed = [...entries.keys()].filter((section) => atEnd || section.getBoundingClientRect().top < line);
    const current = passed.pop();
    for (const [section, link] of entries) {
      if (section === current) link.setAttribute("aria-current", "true");
      else link.removeAttribute("aria-current");
    }
  };
  let waiting = false;
  addEventListener(
    "scroll",
    () => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(() => {
        waiting = false;
        mark();
      });
    },
    { passive: true },
  );
  mark();
}

// An address that leads to a closed question opens it; printing opens all.
const reveal = () => {
  const target = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));
  if (target instanceof HTMLDetailsElement) target.open = true;
};
addEventListener("hashchange", reveal);
reveal();
addEventListener("beforeprint", () => {
  for (const question of document.querySelectorAll("details.question")) question.open = true;
});
