/** The part of the typed client for certificates. */
import type { IssueChosen, IssuedChosen } from "./certificates.ts";
import type { Senders } from "./client.ts";

const segment = encodeURIComponent;

/** What facts are chosen from. */
export type ChosenFrom =
  | { readonly kind: "project"; readonly ocid: string }
  | { readonly kind: "evidence"; readonly lead: string };

export const chosenPath = (from: ChosenFrom): string =>
  from.kind === "project"
    ? `/api/dossier/projects/${segment(from.ocid)}/certificates`
    : `/api/leads/${segment(from.lead)}/evidence/certificates`;

/** Address of the certificate of a bidder's own receipts. */
export const ownCertificatePath = (ocid: string, form: "file" | "paper"): string =>
  `/api/own/processes/${segment(ocid)}/certificate${form === "paper" ? ".pdf" : ""}`;

export const certificatesClient = ({ post }: Pick<Senders, "post">) => ({
  issueChosen: (from: ChosenFrom, body: IssueChosen) => post<IssuedChosen>(chosenPath(from), body),
});
