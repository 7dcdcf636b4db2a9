/**
 * Island of the day board: asks for the page again, exchanges what changed and nothing else, shows a long list page by page,
 * and says when no answer came for a while. Nobody stands at a display to load it again.
 */
import { clockOf } from "../apps/portal/format.ts";

const ASK_MS = 15_000;
const TURN_MS = 12_000;
/** So long without an answer, the display says so. */
const LOST_MS = 60_000;

/** Parts that the server makes; the clock runs by itself. */
const PARTS = ["board-body", "board-fresh"] as const;

const part = (id: string): HTMLElement | null => document.getElementById(id);

interface State {
  /** Server's time less the browser's. */
  ahead: number;
  answeredAt: number;
  page: number;
}

const fill = (text: string, values: Readonly<Record<string, string | number>>): string =>
  text.replaceAll(/\{(\w+)\}/gu, (place, name: string) => String(values[name] ?? place));

function exchange(fresh: Document): void {
  for (const id of PARTS) {
    const old = part(id);
    const next = fresh.getElementById(id);
    // Row by row the same text: the display does not blink.
    if (old === null || next === null || old.dataset["text"] === next.innerHTML) continue;
    old.dataset["text"] = next.innerHTML;
    old.replaceChildren(...next.childNodes);
  }
}

async function ask(board: HTMLElement, state: State): Promise<void> {
  const answer = await fetch(location.href, { signal: AbortSignal.timeout(10_000) });
  if (!answer.ok) throw new Error(`answer ${answer.status}`);
  const fresh = new DOMParser().parseFromString(await answer.text(), "text/html");
  const next = fresh.getElementById("board");
  if (next === null) throw new Error("another page");
  // A new day begins at the top, in its own name.
  board.querySelector("header .day")?.replaceWith(fresh.querySelector("header .day") ?? "");
  exchange(fresh);
  state.ahead = Date.parse(next.dataset["time"] ?? "") - performance.now();
  state.answeredAt = performance.now();
  show(board, state);
}

/** Rows that stand in the list at once; the others come in their turn. */
function show(board: HTMLElement, state: State): void {
  const list = part("board-list");
  const place = part("board-page");
  const rows = [...(list?.children ?? [])] as HTMLElement[];
  for (const row of rows) row.hidden = false;
  const height = list?.parentElement?.clientHeight ?? 0;
  const pages = pagesOf(rows, height);
  const at = state.page % Math.max(1, pages.length);
  for (const [index, page] of pages.entries()) for (const row of page) row.hidden = index !== at;
  const text = board.dataset["page"] ?? "";
  place?.replaceChildren(
    pages.length < 2 ? "" : fill(text, { page: at + 1, pages: pages.length, count: rows.length }),
  );
}

function pagesOf(rows: readonly HTMLElement[], height: number): HTMLElement[][] {
  const pages: HTMLElement[][] = [];
  let used = Number.POSITIVE_INFINITY;
  for (const row of rows) {
    const own = row.offsetHeight;
    if (used + own > height) {
      pages.push([]);
      used = 0;
    }
    pages.at(-1)?.push(row);
    used += own;
  }
  return pages;
}

function sayLost(board: HTMLElement, { answeredAt, ahead }: State): void {
  if (performance.now() - answeredAt < LOST_MS) return;
  const time = clockOf(new Date(ahead + answeredAt).toISOString());
  const line = document.createElement("p");
  line.className = "old";
  line.setAttribute("role", "status");
  line.append(fill(board.dataset["lost"] ?? "", { time }));
  const place = part("board-fresh");
  if (place === null || place.textContent === line.textContent) return;
  delete place.dataset["text"];
  place.replaceChildren(line);
}

function start(board: HTMLElement): void {
  const now = performance.now();
  const state: State = {
    ahead: Date.parse(board.dataset["time"] ?? "") - now,
    answeredAt: now,
    page: 0,
  };
  const tick = () =>
    part("board-now")?.replaceChildren(
      clockOf(new Date(state.ahead + performance.now()).toISOString()),
    );
  setInterval(tick, 1000);
  setInterval(() => {
    ask(board, state).catch(() => sayLost(board, state));
  }, ASK_MS);
  setInterval(() => {
    state.page += 1;
    show(board, state);
  }, TURN_MS);
  addEventListener("resize", () => show(board, state));
  void document.fonts.ready.then(() => show(board, state));
  show(board, state);
}

const board = part("board");
if (board !== null) start(board);
