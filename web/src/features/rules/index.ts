/** What other features show of the rules. */
export { ChecksPanel } from "./checks-panel.tsx";
