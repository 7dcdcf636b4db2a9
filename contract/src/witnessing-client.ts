/** The part of the typed client for the witness's desk. */
import type { Senders } from "./client.ts";
import type {
  BeginShift,
  Clause,
  HandOver,
  IssueSheet,
  Receipt,
  ReceiveShift,
  RecordAct,
  RecordList,
  RecordQuery,
  SignSheet,
  TakeNote,
  WithdrawRecord,
  WitnessBoard,
  WitnessRecord,
} from "./witnessing.ts";

const path = (rest: string): string => `/api/witnessing/${rest}`;
const of = (list: string, id: string, act: string): string =>
  path(`${list}/${encodeURIComponent(id)}/${act}`);

export const witnessingClient = ({ get, post }: Senders) => ({
  getWitnessBoard: (signal?: AbortSignal) => get<WitnessBoard>(path("board"), { signal }),
  listClauses: (signal?: AbortSignal) =>
    get<{ readonly clauses: readonly Clause[] }>(path("clauses"), { signal }),
  listWitnessRecords: (query: RecordQuery, signal?: AbortSignal) =>
    get<RecordList>(path("records"), { query, signal }),
  getWitnessRecord: (id: string, signal?: AbortSignal) =>
    get<WitnessRecord>(path(`records/${encodeURIComponent(id)}`), { signal }),
  recordWitnessAct: (body: RecordAct) => post<Receipt>(path("acts"), body),
  takeWitnessNote: (body: TakeNote) => post<Receipt>(path("notes"), body),
  withdrawWitnessRecord: (list: "acts" | "notes", id: string, body: WithdrawRecord) =>
    post<Receipt>(of(list, id, "withdrawal"), body),
  issueSheet: (body: IssueSheet) => post<Receipt>(path("sheets"), body),
  signSheet: (id: string, body: SignSheet) => post<Receipt>(of("sheets", id, "signature"), body),
  beginShift: (body: BeginShift) => post<WitnessBoard>(path("shifts"), body),
  handOverShift: (id: string, body: HandOver) =>
    post<WitnessBoard>(of("shifts", id, "hand-over"), body),
  receiveShift: (id: string, body: ReceiveShift) =>
    post<WitnessBoard>(of("shifts", id, "receipt"), body),
});
