/** The camera register, recordings and viewings of projects. */
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type {
  AcceptDevice,
  AskCamera,
  RegisterChannel,
} from "../../../../contract/src/camera-register.ts";
import type {
  ExportClip,
  HoldRecording,
  OpenViewing,
  RecordingsOfProject,
} from "../../../../contract/src/video.ts";
import { api } from "../session/index.ts";

const KEY = "video-register";
const FRESH_MS = 5000;

export const useRegister = () =>
  useQuery({
    queryKey: [KEY, "register"],
    queryFn: ({ signal }) => api.getCameraRegister(signal),
    refetchInterval: FRESH_MS,
  });

function useAct<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useRegisterChannel = () =>
  useAct((body: RegisterChannel) => api.registerChannel(body));
export const useAcceptDevice = () => useAct((body: AcceptDevice) => api.acceptDevice(body));
export const useFindCameras = () => useMutation({ mutationFn: () => api.findCameras() });
export const useAskCamera = () =>
  useMutation({ mutationFn: (body: AskCamera) => api.askCamera(body) });

export const useRecordings = (ocid: string) =>
  useQuery({
    queryKey: [KEY, "recordings", ocid],
    queryFn: ({ signal }) => api.getRecordings(ocid, signal),
  });

/** @param ocid Absent: of all projects */
export const useViewings = (ocid: string | undefined) =>
  useQuery({
    queryKey: [KEY, "viewings", ocid ?? ""],
    queryFn: ({ signal }) =>
      ocid === undefined ? api.listAllViewings(signal) : api.listViewings(ocid, signal),
  });

const MOST_PROJECTS = 20;

export const useProjects = (q: string) =>
  useQuery({
    queryKey: [KEY, "projects", q],
    queryFn: ({ signal }) =>
      api.listProcesses({ ...(q === "" ? {} : { q }), limit: MOST_PROJECTS }, signal),
  });

export const useOpenFilm = () => useAct((body: OpenViewing) => api.openViewing(body));
export const useHold = () => useAct((body: HoldRecording) => api.holdRecording(body));
export const useEndHold = () =>
  useAct(({ hold, reason }: { readonly hold: string; readonly reason: string }) =>
    api.endRecordingHold(hold, reason),
  );

/** Looks at one camera after the other: each reads its files from the disk. */
export const useCheckRecordings = (ocid: string) =>
  useAct(async (cameras: RecordingsOfProject["cameras"]) => {
    for (const { channel, span } of cameras) await api.checkRecording({ ocid, channel, span });
  });

/** The pack goes to the reader's disk; its hash is in the log before. */
export const useExportClip = () =>
  useAct(async (body: ExportClip) => {
    const blob = await api.exportClip(body);
    const address = URL.createObjectURL(blob);
    const anchor = document.createElement("a");
    anchor.href = address;
    anchor.download = `${body.channel}-${body.span.from.slice(0, 19).replaceAll(/[^\d]/g, "")}.zip`;
    anchor.click();
    URL.revokeObjectURL(address);
  });
