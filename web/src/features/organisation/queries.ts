import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { api } from "../session/index.ts";

const KEY = "organisation";

/** Empty day: today. */
const dayQuery = (on: string) => (on === "" ? {} : { on });

export const useOrganisation = (on: string) =>
  useQuery({
    queryKey: [KEY, "tree", on],
    queryFn: ({ signal }) => api.getOrganisation(dayQuery(on), signal),
    placeholderData: keepPreviousData,
  });

export const useUnit = (id: string, on: string) =>
  useQuery({
    queryKey: [KEY, "unit", id, on],
    queryFn: ({ signal }) => api.getUnit(id, dayQuery(on), signal),
    placeholderData: keepPreviousData,
  });

export const usePerson = (id: string, on: string) =>
  useQuery({
    queryKey: [KEY, "person", id, on],
    queryFn: ({ signal }) => api.getPerson(id, dayQuery(on), signal),
    placeholderData: keepPreviousData,
  });

export const usePersons = (q: string) =>
  useQuery({
    queryKey: [KEY, "persons", q],
    queryFn: ({ signal }) => api.findPersons({ q }, signal),
    placeholderData: keepPreviousData,
  });

/** An act; what is shown of the organisation and of approvals is read again. */
export function useAct<Body, Reply>(send: (body: Body) => Promise<Reply>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSuccess: () =>
      Promise.all([
        client.invalidateQueries({ queryKey: [KEY] }),
        client.invalidateQueries({ queryKey: ["approvals"] }),
      ]),
  });
}
