"use strict";
(() => {
  const root = document.documentElement;
  const theme = document.getElementById("theme");
  const isDark = () => root.dataset.theme ? root.dataset.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
  const label = () => { theme.textContent = isDark() ? "Light" : "Dark"; };
  theme.addEventListener("click", () => { root.dataset.theme = isDark() ? "light" : "dark"; label(); });
  label();

  const shown = (value) => {
    const size = Math.abs(value);
    if (size !== 0 && size < 1e-3) return value.toExponential(2);
    return size >= 1000 ? Math.round(value).toLocaleString("en") : String(Number(value.toPrecision(4)));
  };
  const nearest = (steps, step) => {
    let low = 0, high = steps.length - 1;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (steps[middle] < step) low = middle; else high = middle;
    }
    return step - steps[low] < steps[high] - step ? low : high;
  };
  // Draws the lines on a logarithmic scale; what is faint or a dot is left out there.
  const logarithmic = (chart, svg, box, x, lines) => {
    const button = chart.querySelector("button.log");
    if (!button) return;
    const plain = [...svg.querySelectorAll("line.grid, .tick.row, .faint, .dot")];
    const paths = [...svg.querySelectorAll("path.line:not(.faint)")];
    const straight = paths.map((path) => path.getAttribute("d"));
    const all = lines.flatMap((line) => line.values);
    const low = Math.log10(all.reduce((a, b) => Math.min(a, b)));
    const high = Math.log10(all.reduce((a, b) => Math.max(a, b)));
    const air = Math.max(0.02, 0.05 * (high - low));
    const from = low - air, span = high - low + 2 * air;
    const down = (value) => box[3] * (1 - (Math.log10(value) - from) / span);
    const add = (name, attributes, text) => {
      const element = document.createElementNS(svg.namespaceURI, name);
      for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
      element.textContent = text;
      svg.prepend(element);
      return element;
    };
    let rows = [];
    const ticks = () => {
      const factors = span > 2.5 ? [1] : span > 0.9 ? [1, 2, 5] : [1, 1.2, 1.5, 2, 2.5, 3, 4, 5, 6, 7, 8, 9];
      for (let power = Math.floor(from); power <= from + span; power++) {
        for (const factor of factors) {
          const value = factor * 10 ** power;
          if (Math.log10(value) < from || Math.log10(value) > from + span) continue;
          const y = box[1] + down(value);
          rows.push(add("line", { class: "grid", x1: box[0], x2: box[0] + box[2], y1: y, y2: y }, ""));
          rows.push(add("text", { class: "tick", x: box[0] - 8, y, dy: "0.32em", "text-anchor": "end" }, shown(value)));
        }
      }
    };
    button.addEventListener("click", () => {
      const on = button.getAttribute("aria-pressed") !== "true";
      button.setAttribute("aria-pressed", String(on));
      for (const element of plain) element.style.display = on ? "none" : "";
      for (const element of rows) element.remove();
      rows = [];
      if (on) ticks();
      paths.forEach((path, i) => path.setAttribute("d", !on ? straight[i] : lines[i].steps.map((step, k) =>
        (k ? "L" : "M") + (box[2] * (step - x[0]) / (x[1] - x[0])).toFixed(1) + " " + down(lines[i].values[k]).toFixed(1)).join("")));
    });
  };
  for (const chart of document.querySelectorAll(".chart")) {
    const { box, x, lines } = JSON.parse(chart.querySelector("script").textContent);
    const svg = chart.querySelector("svg");
    logarithmic(chart, svg, box, x, lines);
    const cursor = document.createElementNS(svg.namespaceURI, "line");
    cursor.setAttribute("class", "cursor");
    cursor.setAttribute("y1", box[1]);
    cursor.setAttribute("y2", box[1] + box[3]);
    const tip = document.createElement("div");
    tip.className = "tip";
    const leave = () => { cursor.remove(); tip.remove(); };
    svg.addEventListener("mousemove", (event) => {
      const area = svg.getBoundingClientRect();
      const scale = area.width / box[4];
      const along = ((event.clientX - area.left) / scale - box[0]) / box[2];
      if (along < 0 || along > 1) { leave(); return; }
      const step = x[0] + along * (x[1] - x[0]);
      const first = lines[0].steps[nearest(lines[0].steps, step)];
      const at = box[0] + box[2] * (first - x[0]) / (x[1] - x[0]);
      cursor.setAttribute("x1", at);
      cursor.setAttribute("x2", at);
      svg.append(cursor);
      tip.textContent = ["step " + Math.round(first), ...lines.map((line) =>
        line.name.toLowerCase() + " " + shown(line.values[nearest(line.steps, first)]))].join("  ·  ");
      chart.append(tip);
      const frame = chart.getBoundingClientRect();
      const left = area.left - frame.left + at * scale + 12;
      tip.style.left = Math.max(4, Math.min(left, frame.width - tip.offsetWidth - 8)) + "px";
      tip.style.top = area.top - frame.top + 6 + "px";
    });
    svg.addEventListener("mouseleave", leave);
  }

  const items = [...document.querySelectorAll("#gallery .item")];
  if (items.length === 0) return;
  const page = 120;
  const wanted = { split: "", kind: "", mark: "" };
  let all = false;
  const more = document.getElementById("more");
  const update = () => {
    const matching = items.filter((item) => Object.entries(wanted).every(([key, value]) => !value || item.dataset[key] === value));
    const visible = new Set(all ? matching : matching.slice(0, page));
    for (const item of items) item.hidden = !visible.has(item);
    const right = matching.filter((item) => item.dataset.mark === "right").length;
    document.getElementById("count").textContent = matching.length + " shown here, " + right + " right";
    more.hidden = visible.size === matching.length;
    more.textContent = "Show all " + matching.length;
  };
  more.addEventListener("click", () => { all = true; update(); });
  for (const button of document.querySelectorAll("[data-filter]")) {
    button.addEventListener("click", () => {
      wanted[button.dataset.filter] = button.dataset.value;
      for (const other of button.parentElement.children) other.setAttribute("aria-pressed", String(other === button));
      all = false;
      update();
    });
  }
  update();
})();
