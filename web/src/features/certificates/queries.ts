import { useMutation } from "@tanstack/react-query";

import type { ChosenFrom } from "../../../../contract/src/certificates-client.ts";
import type { IssueChosen, IssuedChosen } from "../../../../contract/src/certificates.ts";
import { api } from "../session/index.ts";

function save(blob: Blob, name: string): void {
  const address = URL.createObjectURL(blob);
  const link = document.createElement("a");
  link.href = address;
  link.download = name;
  link.click();
  URL.revokeObjectURL(address);
}

export const saveFile = ({ certificate, number }: IssuedChosen): void =>
  save(new Blob([certificate], { type: "application/json" }), `${number}.mjcert.json`);

export const useIssue = (from: ChosenFrom) =>
  useMutation({ mutationFn: (body: IssueChosen) => api.issueChosen(from, body) });

/** The same choice is the same certificate: asking for the paper issues nothing new. */
export const usePaper = (from: ChosenFrom, number: string) =>
  useMutation({
    mutationFn: (body: IssueChosen) => api.issueChosenPaper(from, body),
    onSuccess: (blob) => save(blob, `${number}.pdf`),
  });
