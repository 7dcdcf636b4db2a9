import { sha256 } from "@noble/hashes/sha2.js";
/**
 * Island of the form and the receipt of a voice: items come and go one by one, the browser does the work that lets a genuine
 * writer pass a flood, the receipt gets its QR code and a button to print. Without it everything still works.
 */
import { create } from "qrcode";

import { solve, utf8 } from "../../../sealing/src/index.ts";

function manageItems(place: HTMLFormElement): void {
  const list = place.querySelector("#items ol");
  const more = place.querySelector<HTMLButtonElement>("#more");
  const first = list?.querySelector("li");
  if (list === null || more === null || first === null || first === undefined) return;
  const { add = "", remove = "", item = "" } = place.dataset;
  const number = () =>
    list.querySelectorAll("li").forEach((row, index) => {
      const id = `claim-${index + 1}`;
      const label = row.querySelector("label");
      const area = row.querySelector("textarea");
      if (label === null || area === null) return;
      label.textContent = item.replace("{n}", String(index + 1));
      label.htmlFor = id;
      area.id = id;
      row.querySelector<HTMLButtonElement>(".item-remove")?.toggleAttribute("hidden", index === 0);
    });
  const withRemove = (row: Element) => {
    const label = row.querySelector("label");
    const head = document.createElement("div");
    const button = document.createElement("button");
    head.className = "item-head";
    button.className = "item-remove";
    button.type = "button";
    button.textContent = remove;
    button.addEventListener("click", () => {
      row.remove();
      number();
      more.focus();
    });
    label?.replaceWith(head);
    if (label !== null) head.append(label, button);
  };
  const rows = [...list.querySelectorAll("li")];
  rows.forEach((row, index) => {
    const isEmpty = row.querySelector("textarea")?.value.trim() === "";
    if (index > 0 && isEmpty) row.remove();
    else withRemove(row);
  });
  more.type = "button";
  more.textContent = add;
  more.addEventListener("click", () => {
    const row = document.createElement("li");
    const area = document.createElement("textarea");
    Object.assign(area, { name: "claim", rows: 3, maxLength: 2000 });
    row.append(document.createElement("label"), area);
    withRemove(row);
    list.append(row);
    number();
    area.focus();
  });
  number();
}

const rest = () => new Promise<void>((resolve) => setTimeout(resolve, 0));

const normalised = (code: string) => code.replaceAll("-", "");

/** As the server binds the task: to the hash of the receipt code. */
const contentOf = (code: string): Uint8Array =>
  utf8(
    Array.from(sha256(utf8(normalised(code))), (byte) => byte.toString(16).padStart(2, "0")).join(
      "",
    ),
  );

function workBeforeSending(place: HTMLFormElement): void {
  const valueOf = (name: string) => (place.elements.namedItem(name) as HTMLInputElement).value;
  const challenge = valueOf("token");
  const bits = Number(place.dataset["bits"]);
  const status = document.getElementById("voice-status");
  const say = (text: string | undefined) => status?.replaceChildren(text ?? "");
  // It begins at once: whoever takes a minute to write never waits.
  const work = solve({ challenge, bits, content: contentOf(valueOf("code")) }, rest);
  const state = { isReady: false, isSent: false };
  void work.then((answer) => {
    (place.elements.namedItem("work") as HTMLInputElement).value = String(answer);
    state.isReady = true;
  });
  place.addEventListener("submit", (event) => {
    const submitter = event.submitter as HTMLButtonElement | null;
    if (submitter?.value !== "send") return;
    if (state.isReady) {
      if (state.isSent) event.preventDefault();
      state.isSent = true;
      say(place.dataset["sending"]);
      return;
    }
    event.preventDefault();
    say(place.dataset["preparing"]);
    // Not while this event is still on its way: the form would not be sent again.
    void work.then(() => setTimeout(() => place.requestSubmit(submitter), 0));
  });
}

function showQr(): void {
  const place = document.getElementById("receipt-qr");
  const text = place?.dataset["text"];
  if (place === null || text === undefined) return;
  const { modules } = create(text, { errorCorrectionLevel: "M" });
  const { size } = modules;
  const path = Array.from({ length: size * size }, (_, at) =>
    modules.data[at] ? `M${at % size},${Math.floor(at / size)}h1v1h-1z` : "",
  ).join("");
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("viewBox", `-4 -4 ${size + 8} ${size + 8}`);
  svg.setAttribute("role", "img");
  svg.setAttribute("aria-label", place.dataset["label"] ?? "");
  const ground = document.createElementNS(svg.namespaceURI, "path");
  ground.setAttribute("d", `M-4,-4h${size + 8}v${size + 8}h-${size + 8}z`);
  ground.setAttribute("fill", "#fff");
  const dots = document.createElementNS(svg.namespaceURI, "path");
  dots.setAttribute("d", path);
  dots.setAttribute("fill", "#000");
  svg.append(ground, dots);
  place.append(svg);
}

function offerPrint(): void {
  const place = document.getElementById("receipt-print");
  if (place === null) return;
  const button = document.createElement("button");
  button.type = "button";
  button.className = "button plain";
  button.textContent = place.dataset["print"] ?? "";
  button.addEventListener("click", () => window.print());
  place.replaceWith(button);
}

const form = document.getElementById("voice-form") as HTMLFormElement | null;
if (form !== null) {
  manageItems(form);
  workBeforeSending(form);
}
showQr();
offerPrint();
