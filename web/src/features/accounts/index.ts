/** What other features show of accounts. */
export { AccountPanel } from "./account-panel.tsx";
