import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import type { BookRoom, EnterBadges, RegisterRoom } from "../../../../contract/src/venue.ts";
import { api } from "../session/index.ts";

const KEY = "venue";
const FRESH_MS = 30_000;

export const useVenueDay = (day: string | undefined) =>
  useQuery({
    queryKey: [KEY, "day", day ?? ""],
    queryFn: ({ signal }) => api.getVenueDay(day, signal),
    refetchInterval: FRESH_MS,
  });

export const useRoomDay = (room: string, day: string | undefined) =>
  useQuery({
    queryKey: [KEY, "room", room, day ?? ""],
    queryFn: ({ signal }) => api.getRoomDay(room, day, signal),
    refetchInterval: FRESH_MS,
  });

const MOST_PROJECTS = 20;

export const useProjects = (q: string) =>
  useQuery({
    queryKey: [KEY, "projects", q],
    queryFn: ({ signal }) =>
      api.listProcesses({ ...(q === "" ? {} : { q }), limit: MOST_PROJECTS }, signal),
  });

export const useBadges = () =>
  useQuery({ queryKey: [KEY, "badges"], queryFn: ({ signal }) => api.getBadges(signal) });

/** An act changes what every page of the venue shows. */
function useVenueAct<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    // Also when it was refused: somebody was quicker, and the schedule shows who.
    onSettled: () => client.invalidateQueries({ queryKey: [KEY] }),
  });
}

export const useBook = () => useVenueAct((body: BookRoom) => api.bookRoom(body));

export const useCancel = () =>
  useVenueAct(({ booking, reason }: { booking: string; reason: string }) =>
    api.cancelBooking(booking, { reason }),
  );

/** @param room Absent: a new one */
export const useRegister = (room: string | undefined) =>
  useVenueAct((body: RegisterRoom) =>
    room === undefined ? api.registerRoom(body) : api.changeRoom(room, body),
  );

export const useEnterBadges = () => useVenueAct((body: EnterBadges) => api.enterBadges(body));
