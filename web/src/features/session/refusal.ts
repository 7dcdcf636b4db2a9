/** The code with which another site's door sent the browser back, as a problem; it leaves the address at once. */
import { useEffect, useState } from "react";
import { useSearchParams } from "react-router";

import { ProblemError } from "../../../../contract/src/client.ts";

export function useRefusal(): ProblemError | undefined {
  const [params, setParams] = useSearchParams();
  const [code] = useState(() => params.get("refused"));
  useEffect(() => {
    if (!params.has("refused")) return;
    setParams(
      (before) => {
        before.delete("refused");
        return before;
      },
      { replace: true },
    );
  }, [params, setParams]);
  if (code === null || !/^[a-z]+\.[a-z-]+$/.test(code)) return undefined;
  return new ProblemError({ status: 403, code, params: {}, requestId: "", errors: [] });
}
