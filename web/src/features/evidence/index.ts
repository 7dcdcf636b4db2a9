/** What other features show of evidence. */
export { EvidencePanel } from "./evidence-panel.tsx";
