import {
  keepPreviousData,
  useInfiniteQuery,
  useMutation,
  useQuery,
  useQueryClient,
} from "@tanstack/react-query";

import type { VoiceQuery, VoiceView } from "../../../../contract/src/voices.ts";
import { api } from "../session/index.ts";
import { OPEN_STATES, type VoiceFilter } from "./voice-filter.ts";

const PAGE_SIZE = 50;

/** Empty parts of a filter are not sent: the contract knows no empty ones. */
function given({ state, ...filter }: VoiceFilter): VoiceQuery {
  const parts = Object.entries(filter).filter(([, value]) => value !== "");
  const wanted = state === OPEN_STATES ? { open: "yes" as const } : { state };
  return { ...Object.fromEntries(parts), ...wanted };
}

export function useVoicePages(filter: VoiceFilter) {
  return useInfiniteQuery({
    queryKey: ["voices", filter],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      api.listVoices(
        { ...given(filter), order: "due", cursor: pageParam, limit: PAGE_SIZE },
        signal,
      ),
    getNextPageParam: (page) => page.next,
    placeholderData: keepPreviousData,
  });
}

const voiceKey = (id: string) => ["voice", id] as const;

export function useVoice(id: string) {
  return useQuery({ queryKey: voiceKey(id), queryFn: ({ signal }) => api.getVoice(id, signal) });
}

/** Puts the answer of an act in the place of what was shown. */
export function useNewView() {
  const client = useQueryClient();
  return async (view: VoiceView): Promise<void> => {
    client.setQueryData(voiceKey(view.voice.id), view);
    await Promise.all([
      client.invalidateQueries({ queryKey: ["voices"] }),
      client.invalidateQueries({ queryKey: ["home"] }),
    ]);
  };
}

/** One act. A refusal leaves the view alone, so that what was typed stays in front of its writer. */
export function useVoiceAct<Body>(
  id: string,
  send: (id: string, body: Body) => Promise<VoiceView>,
) {
  const show = useNewView();
  return useMutation({ mutationFn: (body: Body) => send(id, body), onSuccess: show });
}

export function useReloadVoice(id: string) {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: voiceKey(id) });
}

const HANDLING: ReadonlySet<string> = new Set(["department", "procuringEntity"]);

/** Units that a voice can be given to. */
export function useHandlingUnits() {
  return useQuery({
    queryKey: ["units"],
    staleTime: 60_000,
    queryFn: ({ signal }) => api.listUnits(signal),
    select: ({ units }) => units.filter(({ kind }) => HANDLING.has(kind)),
  });
}
