// reCAPTCHA: Google is asked only after this visitor agreed; until then nothing of it is loaded.

const HOST = "https://www.google.com/recaptcha/api.js";
let loading;

const load = () =>
  (loading ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    script.src = `${HOST}?render=explicit&hl=${document.documentElement.lang}`;
    script.onload = () => grecaptcha.ready(resolve);
    script.onerror = reject;
    document.head.append(script);
  }));

for (const box of document.querySelectorAll("[data-captcha-key]")) {
  box.querySelector("[data-captcha-agree]").addEventListener("change", async (event) => {
    if (!event.target.checked || box.dataset.shown) return;
    box.dataset.shown = "yes";
    try {
      await load();
      grecaptcha.render(box.querySelector("[data-captcha-widget]"), {
        sitekey: box.dataset.captchaKey,
        callback: (token) => {
          box.querySelector("[data-captcha-token]").value = token;
        },
      });
    } catch {
      // Google can't be reached: the built-in way is enough.
      event.target.checked = false;
    }
  });
}
