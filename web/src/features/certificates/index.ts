/** What other features show of certificates. */
export { IssuePanel } from "./issue-panel.tsx";
export { OwnCertificate } from "./own-certificate.tsx";
