/** What other features show of what follows a lead. */
export { FollowUpPanels } from "./panels.tsx";
