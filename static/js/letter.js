// The one button of a page made to be printed.
document.querySelector("[data-print]")?.addEventListener("click", () => print());
