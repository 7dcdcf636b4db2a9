/** The part of the typed client for clerks who enter voices. */
import type { Senders } from "./client.ts";
import type {
  EnteredVoice,
  EnterVoice,
  StoredFile,
  WindowQuery,
  WindowView,
} from "./voice-intake.ts";

interface DeskSenders extends Pick<Senders, "get" | "post"> {
  readonly putFile: <Reply>(path: string, file: Blob) => Promise<Reply>;
}

export const deskClient = ({ get, post, putFile }: DeskSenders) => ({
  enterVoice: (body: EnterVoice) => post<EnteredVoice>("/api/voices", body),
  askWindow: (query: WindowQuery, signal?: AbortSignal) =>
    get<WindowView>("/api/voices/window", { query, signal }),
  uploadScan: (sha256: string, file: Blob) =>
    putFile<StoredFile>(`/api/voices/files/${sha256}`, file),
});
