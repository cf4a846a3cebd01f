/* Improvements only: every page works without this file. */
"use strict";

document.querySelector("[data-focus]")?.focus();

/* The reader's own clock beside the process's; English as the United Nations write it. */
const language = document.documentElement.lang === "en" ? "en-GB" : document.documentElement.lang;
for (const place of document.querySelectorAll("[data-local]")) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const written = new Intl.DateTimeFormat(language, {
    weekday: "long", day: "numeric", month: "long", year: "numeric",
    hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZoneName: "short",
  }).format(new Date(place.dataset.local));
  place.textContent = place.dataset.words.replace("{time}", written);
  place.title = zone || "";
  place.hidden = false;
}

/* Words are counted as the server counts spaces, or by the language's own rule where there is one. */
const words = (text) => {
  if (!Intl.Segmenter) return (text.match(/\S+/g) || []).length;
  let count = 0;
  for (const part of new Intl.Segmenter(language, { granularity: "word" }).segment(text)) {
    if (part.isWordLike) count += 1;
  }
  return count;
};
for (const area of document.querySelectorAll("textarea[data-words]")) {
  const line = document.getElementById(`${area.id}-count`);
  const limit = Number(area.dataset.words);
  let waiting = 0;
  const show = () => {
    const used = words(area.value);
    line.textContent = line.dataset.pattern.replace("{used}", used).replace("{limit}", limit);
    line.classList.toggle("count-over", used > limit);
  };
  area.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 200);
  });
}

/* A form is sent once. Coming back to the page opens it again, and so does a while without an
   answer: a form may have been answered with a file, which leaves the page as it is. */
const REOPEN = 8000; // milliseconds
let changed = false;
const reopen = (form) => {
  delete form.dataset.sent;
  form.querySelector(".button[aria-disabled]")?.removeAttribute("aria-disabled");
};
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (event.defaultPrevented || form.method !== "post") return;
  if (form.dataset.sent) {
    event.preventDefault();
    return;
  }
  form.dataset.sent = "1";
  changed = false;
  event.submitter?.setAttribute("aria-disabled", "true");
  setTimeout(() => reopen(form), REOPEN);
});
addEventListener("pageshow", () => document.querySelectorAll("form[data-sent]").forEach(reopen));

/* Leaving a long form with unsaved words asks first. */
document.addEventListener("input", (event) => {
  if (event.target.closest("form[data-guard]")) changed = true;
});
addEventListener("beforeunload", (event) => {
  if (changed) event.preventDefault();
});

if (navigator.clipboard) {
  for (const button of document.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", async () => {
      await navigator.clipboard.writeText(button.dataset.copy);
      button.textContent = button.dataset.done;
    });
  }
}
