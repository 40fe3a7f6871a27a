// wagtail-localize's editor draws two phrases in English alone; both are put in the reader's words as they appear.
const { title, more } = document.currentScript.dataset;
const editor = document.querySelector(".js-translation-editor");

if (editor) {
  const { sourceLocale, locale } = JSON.parse(editor.dataset.props);
  const [source, target] = [sourceLocale.displayName, locale.displayName];
  const words = new Map([
    [`${source} to ${target} translation`, title.replace("{source}", source).replace("{target}", target)],
    ["More actions", more],
  ]);
  const translate = () => {
    for (const element of editor.querySelectorAll("h3, .w-sr-only")) {
      const word = words.get(element.textContent);
      if (word && word !== element.textContent) element.textContent = word;
    }
  };
  new MutationObserver(translate).observe(editor, { childList: true, subtree: true });
  translate();
}
