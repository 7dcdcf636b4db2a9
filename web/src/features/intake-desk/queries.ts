import { sha256 } from "@noble/hashes/sha2.js";
import { useMutation, useQuery } from "@tanstack/react-query";

import type { SentFile, WindowQuery } from "../../../../contract/src/voice-intake.ts";
import { api } from "../session/index.ts";

/** Whether the act is possible, as far as it is typed. */
export const useWindow = (query: WindowQuery | undefined) =>
  useQuery({
    queryKey: ["desk", "window", query],
    enabled: query !== undefined,
    retry: false,
    queryFn: ({ signal }) => {
      if (query === undefined) throw new Error("nothing asked");
      return api.askWindow(query, signal);
    },
  });

export const useEnter = () => useMutation({ mutationFn: api.enterVoice });

/** Hashed here, so that a scan that was damaged on its way is refused. */
async function upload(file: File): Promise<SentFile> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const hash = Array.from(sha256(bytes), (byte) => byte.toString(16).padStart(2, "0")).join("");
  const blob = new Blob([bytes], { type: "application/octet-stream" });
  await api.uploadScan(hash, blob);
  return { sha256: hash, name: file.name.slice(-200) };
}

export const useUpload = () => useMutation({ mutationFn: upload });
