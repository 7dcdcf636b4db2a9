import { useQuery } from "@tanstack/react-query";

import { api } from "../session/index.ts";

export const useLookBack = (ocid: string) =>
  useQuery({
    queryKey: ["look-back", ocid],
    queryFn: ({ signal }) => api.getLookBack(ocid, signal),
  });
