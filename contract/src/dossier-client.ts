/** The part of the typed client for dossiers and retrievals. */
import type { Senders } from "./client.ts";
import type {
  AskRetrieval,
  DossierHead,
  FactDetails,
  RetrievalList,
  RetrievalResult,
  RetrievalView,
  TimelinePage,
  TimelineQuery,
} from "./dossier.ts";

const path = (ocid: string, rest = ""): string =>
  `/api/dossier/projects/${encodeURIComponent(ocid)}${rest}`;
const retrieval = (id: string, rest: string): string =>
  `/api/dossier/retrievals/${encodeURIComponent(id)}${rest}`;

/** Address to which the export is posted. */
export const dossierExportPath = (ocid: string): string => path(ocid, "/export");

export const dossierClient = ({ get, post }: Senders) => ({
  getDossier: (ocid: string, signal?: AbortSignal) => get<DossierHead>(path(ocid), { signal }),
  getTimeline: (ocid: string, query: TimelineQuery, signal?: AbortSignal) =>
    get<TimelinePage>(path(ocid, "/timeline"), { query, signal }),
  getFactDetails: (
    { ocid, id, lang }: { ocid: string; id: string; lang: "zh-CN" | "en" },
    signal?: AbortSignal,
  ) => get<FactDetails>(path(ocid, `/facts/${id}`), { query: { lang }, signal }),
  listRetrievals: (signal?: AbortSignal) =>
    get<RetrievalList>("/api/dossier/retrievals", { signal }),
  askRetrieval: (body: AskRetrieval) => post<RetrievalView>("/api/dossier/retrievals", body),
  openRetrieval: (id: string, signal?: AbortSignal) =>
    get<RetrievalResult>(retrieval(id, "/result"), { signal }),
});
