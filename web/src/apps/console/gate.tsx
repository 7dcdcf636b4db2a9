/** Lets the shell through once somebody is signed in; the address stays, so that work goes on there. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { ArrivalPage } from "../../features/session/arrival-page.tsx";
import { useArrival, useSession } from "../../features/session/index.ts";
import { SignInPage } from "../../features/session/sign-in-page.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Skeleton } from "../../ui/states.tsx";
import { Doorstep } from "./doorstep.tsx";
import { Shell } from "./shell.tsx";

export function Gate() {
  const { t } = useTranslation();
  const session = useSession();
  const isIn = session.data?.signedIn === true;
  const { codes, mustChoose } = useArrival(session.data);
  const [wasIn, setWasIn] = useState(false);
  const [hasLeft, setHasLeft] = useState(false);
  if (isIn && !wasIn) setWasIn(true);
  if (!isIn && wasIn && hasLeft) {
    setWasIn(false);
    setHasLeft(false);
  }
  if (session.data === undefined) {
    return (
      <Doorstep>
        {session.error === null ? (
          <Skeleton label={t("console:loading")} />
        ) : (
          <ProblemNotice
            error={session.error}
            act={<Button onClick={() => void session.refetch()}>{t("console:again")}</Button>}
          />
        )}
      </Doorstep>
    );
  }
  if (isIn && (codes.length > 0 || mustChoose))
    return (
      <Doorstep>
        <ArrivalPage session={session.data} />
      </Doorstep>
    );
  if (isIn) return <Shell session={session.data} onLeave={() => setHasLeft(true)} />;
  return (
    <Doorstep>
      <SignInPage session={session.data} hasEnded={wasIn} />
    </Doorstep>
  );
}
