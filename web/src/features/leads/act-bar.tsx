/** What this officer may do with the lead now; what is not possible says why. */
import { Button } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { api } from "../session/index.ts";
import { ActProblem } from "./act-problem.tsx";
import { DecideForm } from "./decide-form.tsx";
import { PublishForm } from "./publish-form.tsx";
import { useLeadAct } from "./queries.ts";
import { StepForm } from "./step-form.tsx";

type OpenForm = "step" | "decide" | "publish";

/** Also offered: publishing only once decided, deciding only once received. */
const ACTS = [
  { form: "step", permission: "recordStep", icon: "pen" },
  { form: "decide", permission: "decide", icon: "stamp" },
  { form: "publish", permission: "publish", icon: "megaphone" },
] as const satisfies readonly {
  form: OpenForm;
  permission: keyof LeadView["may"];
  icon: IconName;
}[];

/** The act the state waits for is the primary one. */
const PRIMARY = {
  routed: undefined,
  received: "decide",
  decided: "publish",
  published: undefined,
} as const satisfies Record<LeadView["lead"]["state"], OpenForm | undefined>;

function Receive({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const receive = useLeadAct(view.lead.id, api.receiveLead);
  return (
    <>
      <Button
        type="primary"
        loading={receive.isPending}
        onClick={() => receive.mutate({ version: view.version })}
      >
        <Icon name="check" /> {t("leads:act.receive")}
      </Button>
      {receive.error !== null && (
        <ActProblem
          error={receive.error}
          leadId={view.lead.id}
          keptDraft={false}
          onReload={() => receive.reset()}
        />
      )}
    </>
  );
}

function useWhyNot(view: LeadView): string {
  const { t } = useTranslation();
  const { may, lead } = view;
  if (Object.values(may).some(Boolean)) return t(`leads:act.hint.${lead.state}`);
  if (lead.state === "published") return t("leads:act.hint.published");
  return t("leads:act.onlyRead", { department: lead.department.name });
}

export function ActBar({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<OpenForm>();
  const close = () => setOpen(undefined);
  const allowed = ACTS.filter((act) => view.may[act.permission]);
  return (
    <div className="acts" role="group" aria-label={t("leads:act.label")}>
      <div className="acts-row">
        {view.may.receive && <Receive view={view} />}
        {allowed.map((act) => (
          <Button
            key={act.form}
            type={PRIMARY[view.lead.state] === act.form ? "primary" : "default"}
            onClick={() => setOpen(act.form)}
          >
            <Icon name={act.icon} /> {t(`leads:act.${act.form}`)}
          </Button>
        ))}
      </div>
      <p className="meta">{useWhyNot(view)}</p>
      {open === "step" && <StepForm view={view} onClose={close} />}
      {open === "decide" && <DecideForm view={view} onClose={close} />}
      {open === "publish" && <PublishForm view={view} onClose={close} />}
    </div>
  );
}
