/** What a reader of a process's public page can bring forward about it, and until when. Pure. */
import { type Act, explainWindow } from "../../../../clocks/src/index.ts";
import type { OfferedVoice, ProcessView } from "../../../../web/src/apps/portal/views.ts";
import { plainDateOf } from "../../kernel/plain-date.ts";
import type { Statutes } from "../statutes/index.ts";

export type PublicProcess = Pick<ProcessView, "process" | "lots">;

const dayOf = (instant: string): string => plainDateOf(new Date(instant));

/** Disclosure of the lot that closes last. */
function lastDisclosure({ lots }: PublicProcess): Act["publicity"] {
  return lots
    .flatMap(({ disclosureFrom: from, disclosureTo: to }) =>
      from === undefined || to === undefined || to < from ? [] : [{ from, to }],
    )
    .toSorted((left, right) => (left.to < right.to ? -1 : 1))
    .at(-1);
}

interface Offer {
  readonly act: Act;
  /** Of the wizard's questions, those that the process answers. */
  readonly answers: Readonly<Record<string, string>>;
}

/** 条例22, 54: objections to the documents before the bids, to the result while the candidates are public. */
function worksOffers(view: PublicProcess, on: string): readonly Offer[] {
  const { bidDeadline } = view.process;
  const objection = { kind: "objection", regime: "works", on } as const;
  const deadlineOn = bidDeadline && dayOf(bidDeadline);
  const publicity = lastDisclosure(view);
  return [
    ...(deadlineOn === undefined
      ? []
      : [
          {
            act: { ...objection, matter: "documents", deadlineOn } as const,
            answers: { matter: "documents", deadline: deadlineOn },
          },
        ]),
    ...(publicity === undefined
      ? []
      : [
          {
            act: { ...objection, matter: "result", publicity } as const,
            answers: { matter: "result", ...publicity },
          },
        ]),
  ];
}

/** @param on Today in Asia/Shanghai */
export function voicesOn(
  view: PublicProcess,
  on: string,
  { calendar, law }: Pick<Statutes, "calendar" | "law">,
): readonly OfferedVoice[] {
  const { ocid, regime } = view.process;
  if (regime !== "works") return [];
  return worksOffers(view, on).map(({ act, answers }) => {
    const { state, firstOn, lastOn } = explainWindow(act, calendar, law);
    return {
      matter: answers["matter"] === "result" ? "result" : "documents",
      state,
      firstOn,
      lastOn,
      query: { kind: "challenge", regime, ...answers, ocid },
    };
  });
}
