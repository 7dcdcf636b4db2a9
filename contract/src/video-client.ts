import type {
  AcceptDevice,
  AskCamera,
  CameraProfiles,
  CameraRegister,
  FoundCameras,
  RegisterChannel,
} from "./camera-register.ts";
/** The part of the typed client for cameras and recordings. */
import type { Senders } from "./client.ts";
import type {
  CheckRecording,
  HoldRecording,
  OpenViewing,
  PicturesToday,
  RecordingChecks,
  RecordingsOfProject,
  RoomTimeline,
  Viewing,
  ViewingList,
} from "./video.ts";

const enc = encodeURIComponent;

export const videoClient = ({ get, post }: Senders) => ({
  listPictures: (day: string | undefined, signal?: AbortSignal) =>
    get<PicturesToday>("/api/video/today", { query: { day }, signal }),
  openViewing: (body: OpenViewing) => post<Viewing>("/api/video/viewings", body),
  renewTicket: (viewing: string) =>
    post<Viewing>(`/api/video/viewings/${enc(viewing)}/tickets`, {}),
  getRoomTimeline: (
    query: { channel: string; ocid: string; from: string; to: string },
    signal?: AbortSignal,
  ) => get<RoomTimeline>("/api/video/timeline", { query, signal }),
  listViewings: (ocid: string, signal?: AbortSignal) =>
    get<ViewingList>(`/api/video/projects/${enc(ocid)}/viewings`, { signal }),
  getRecordings: (ocid: string, signal?: AbortSignal) =>
    get<RecordingsOfProject>(`/api/video/projects/${enc(ocid)}/recordings`, { signal }),
  listAllViewings: (signal?: AbortSignal) => get<ViewingList>("/api/video/viewings", { signal }),
  getCameraRegister: (signal?: AbortSignal) =>
    get<CameraRegister>("/api/video/register", { signal }),
  acceptDevice: (body: AcceptDevice) => post<{ device: string }>("/api/video/devices", body),
  findCameras: () => post<FoundCameras>("/api/video/onvif/searches", {}),
  askCamera: (body: AskCamera) => post<CameraProfiles>("/api/video/onvif/profiles", body),
  registerChannel: (body: RegisterChannel) =>
    post<{ channel: string }>("/api/video/channels", body),
  holdRecording: (body: HoldRecording) => post<{ hold: string }>("/api/video/holds", body),
  checkRecording: (body: CheckRecording) => post<RecordingChecks>("/api/video/checks", body),
  listRecordingChecks: (signal?: AbortSignal) =>
    get<RecordingChecks>("/api/video/checks", { signal }),
  endRecordingHold: (hold: string, reason: string) =>
    post<{ hold: string }>(`/api/video/holds/${enc(hold)}/end`, { reason }),
});
