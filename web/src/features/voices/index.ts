/** What other features show of voices. */
import "./voices.css";

export { DueMark } from "./due-mark.tsx";
export { voicePath } from "./voice-table.tsx";
