/** The part of the typed client for the warning nodes. */
import type { Senders } from "./client.ts";
import type {
  HandleWarning,
  NodeList,
  SetMode,
  WarningPage,
  WarningQuery,
  WarningView,
} from "./warnings.ts";

const warningPath = (id: string) => `/api/warnings/${encodeURIComponent(id)}`;

export const warningsClient = ({ get, post }: Senders) => ({
  listWarnings: (query: WarningQuery, signal?: AbortSignal) =>
    get<WarningPage>("/api/warnings", { query, signal }),
  getWarning: (id: string, signal?: AbortSignal) => get<WarningView>(warningPath(id), { signal }),
  handleWarning: (id: string, body: HandleWarning) =>
    post<WarningView>(`${warningPath(id)}/handling`, body),
  listWarningNodes: (signal?: AbortSignal) => get<NodeList>("/api/warnings/nodes", { signal }),
  setWarningMode: (node: string, body: SetMode) =>
    post<NodeList>(`/api/warnings/nodes/${node}/mode`, body),
});
