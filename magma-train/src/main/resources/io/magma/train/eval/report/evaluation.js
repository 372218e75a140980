"use strict";
(() => {
  const form = document.getElementById("choose");
  if (!form) return;
  const page = 60;
  const cards = [...document.querySelectorAll(".answer")].map((node) => ({ node, text: node.textContent.toLowerCase() }));
  const further = document.getElementById("further");
  const low = form.elements.low;
  const high = form.elements.high;
  let most = page;

  const values = () => Object.fromEntries([...new FormData(form)].filter(([, value]) => value !== ""));
  const hasAnyScore = () => low.value === low.min && high.value === high.max;
  const fits = ({ node, text }, wanted) => {
    for (const name of ["model", "task", "shots", "answer", "question"]) {
      if (wanted[name] !== undefined && node.dataset[name] !== wanted[name]) return false;
    }
    if (!hasAnyScore()) {
      if (node.dataset.score === "") return false;
      const score = Number(node.dataset.score);
      if (score < Number(low.value) || score > Number(high.value)) return false;
    }
    return (wanted.text ?? "").toLowerCase().split(/\s+/).every((word) => text.includes(word));
  };
  const update = () => {
    const wanted = values();
    const chosen = cards.filter((card) => fits(card, wanted));
    const visible = new Set(chosen.slice(0, most));
    for (const card of cards) card.node.hidden = !visible.has(card);
    for (const input of [low, high]) input.nextElementSibling.textContent = input.value;
    const scores = chosen.filter(({ node }) => node.dataset.score !== "").map(({ node }) => Number(node.dataset.score));
    const mean = scores.length ? ", mean " + (scores.reduce((a, b) => a + b, 0) / scores.length).toFixed(1) : "";
    document.getElementById("chosen").textContent = chosen.length + " of " + cards.length + mean;
    document.getElementById("none").hidden = chosen.length > 0;
    further.hidden = chosen.length <= visible.size;
    further.textContent = "Show " + (chosen.length - visible.size) + " more";
  };
  // What is chosen is in the address, so that it can be linked to and survives a reload.
  const remember = () => {
    const wanted = values();
    if (low.value === low.min) delete wanted.low;
    if (high.value === high.max) delete wanted.high;
    const text = new URLSearchParams(wanted).toString();
    history.replaceState(null, "", "#" + (text ? "items&" + text : ""));
  };
  const recall = () => {
    for (const [name, value] of new URLSearchParams(location.hash.slice(1))) {
      const control = form.elements.namedItem(name);
      if (control && "value" in control) control.value = value;
    }
    update();
    if (location.hash.startsWith("#items")) document.getElementById("items").scrollIntoView();
  };
  form.addEventListener("input", (event) => {
    // The ends of a range may meet, but not pass each other.
    if (event.target === low && Number(low.value) > Number(high.value)) high.value = low.value;
    if (event.target === high && Number(high.value) < Number(low.value)) low.value = high.value;
    most = page;
    update();
    remember();
  });
  form.addEventListener("submit", (event) => event.preventDefault());
  form.addEventListener("reset", () => setTimeout(() => { most = page; update(); remember(); }));
  further.addEventListener("click", () => { most = cards.length; update(); });
  addEventListener("hashchange", recall);
  recall();
})();
