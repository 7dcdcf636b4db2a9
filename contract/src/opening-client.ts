/** The part of the typed client for openings. */
import type { Senders } from "./client.ts";
import type {
  HandleBid,
  OpeningDesk,
  OpeningList,
  PlanOpening,
  SignRecord,
  TakeStep,
} from "./opening.ts";

const path = (id: string, rest = ""): string => `/api/openings/${encodeURIComponent(id)}${rest}`;

export const openingClient = ({ get, post }: Senders) => ({
  listOpenings: (day: string | undefined, signal?: AbortSignal) =>
    get<OpeningList>("/api/openings", { query: { day }, signal }),
  getOpeningDesk: (id: string, signal?: AbortSignal) => get<OpeningDesk>(path(id), { signal }),
  planOpening: (body: PlanOpening) => post<{ id: string }>("/api/openings", body),
  takeOpeningStep: (id: string, body: TakeStep) => post<OpeningDesk>(path(id, "/steps"), body),
  handleOpeningBid: (id: string, body: HandleBid) => post<OpeningDesk>(path(id, "/bids"), body),
  signInToOpening: (id: string) => post<OpeningDesk>(path(id, "/sign-in"), {}),
  confirmOpeningBid: (id: string) => post<OpeningDesk>(path(id, "/confirmation"), {}),
  objectAtOpening: (id: string, text: string) =>
    post<OpeningDesk>(path(id, "/objections"), { text }),
  answerAtOpening: (id: string, number: number, text: string) =>
    post<OpeningDesk>(path(id, `/objections/${number}/answer`), { text }),
  writeAtOpening: (id: string, text: string) => post<OpeningDesk>(path(id, "/messages"), { text }),
  signOpeningRecord: (id: string, body: SignRecord) =>
    post<OpeningDesk>(path(id, "/signatures"), body),
});
