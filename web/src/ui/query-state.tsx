/** What stands in place of data until a query has some: the skeleton, or what went wrong and the offer to try again. */
import { Button } from "antd";
import type { ReactNode } from "react";
import { useTranslation } from "react-i18next";

import { ProblemNotice } from "./problem-notice.tsx";
import { Skeleton } from "./states.tsx";

export interface QueryStateProps {
  readonly query: {
    readonly isPending: boolean;
    readonly error: Error | null;
    readonly refetch: () => Promise<unknown>;
  };
  /** The way back beside the offer to try again. */
  readonly back?: ReactNode;
}

export function QueryState({ query, back }: QueryStateProps) {
  const { t } = useTranslation();
  return (
    <>
      {query.isPending && <Skeleton label={t("console:loading")} />}
      {query.error !== null && (
        <ProblemNotice
          error={query.error}
          act={
            <>
              <Button onClick={() => void query.refetch()}>{t("console:again")}</Button> {back}
            </>
          }
        />
      )}
    </>
  );
}
