/** What other features show of the organisation. */
export { ClauseList } from "./clause-list.tsx";
export { useWord } from "./words.ts";
