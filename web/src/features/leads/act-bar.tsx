/** What this person may do with the lead now; what is not possible says why. */
import { Button } from "antd";
import { useMemo, useState, type ComponentType } from "react";
import { useTranslation } from "react-i18next";

import type { LeadView } from "../../../../contract/src/leads.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { flushAct, giveAct, useWaiting } from "../../ui/pending-acts.ts";
import { api } from "../session/index.ts";
import { DecideForm } from "./decide-form.tsx";
import { PublishForm } from "./publish-form.tsx";
import { useNewView } from "./queries.ts";
import { StepForm } from "./step-form.tsx";
import { ReturnForm, RouteForm, UrgeForm } from "./transfer-forms.tsx";

type Act = keyof LeadView["may"];
type OpenForm = Exclude<Act, "receive">;

const ACTS = [
  { act: "receive", icon: "check" },
  { act: "recordStep", icon: "pen" },
  { act: "decide", icon: "stamp" },
  { act: "publish", icon: "megaphone" },
  { act: "reroute", icon: "swap" },
  { act: "giveBack", icon: "undo" },
  { act: "urge", icon: "bell" },
] as const satisfies readonly { act: Act; icon: IconName }[];

const FORMS: Readonly<Record<OpenForm, ComponentType<{ view: LeadView; onClose: () => void }>>> = {
  recordStep: StepForm,
  decide: DecideForm,
  publish: PublishForm,
  reroute: RouteForm,
  giveBack: ReturnForm,
  urge: UrgeForm,
};

/** The act the state waits for is the primary one. */
const PRIMARY = {
  returned: "reroute",
  routed: "receive",
  received: "decide",
  decided: "publish",
  published: undefined,
} as const satisfies Record<LeadView["lead"]["state"], Act | undefined>;

const receiptKey = (id: string): string => `receipt:${id}`;

/**
 * Gives the receipt, to be sent in ten seconds. Until then the acts that follow are offered already; the first of
 * them sends it.
 */
function useReceipt(view: LeadView) {
  const { t } = useTranslation();
  const show = useNewView();
  const { id, number } = view.lead;
  return () =>
    giveAct({
      key: receiptKey(id),
      text: t("leads:undo.receive", { number }),
      about: [id],
      send: async () => {
        await show(await api.receiveLead(id, { version: view.version }));
        return undefined;
      },
    });
}

function useOffered(view: LeadView): readonly (typeof ACTS)[number][] {
  const waiting = useWaiting(view.lead.id);
  if (waiting === undefined) return ACTS.filter(({ act }) => view.may[act]);
  if (waiting.key !== receiptKey(view.lead.id)) return [];
  return ACTS.filter(({ act }) => act === "recordStep" || act === "decide");
}

function useWhyNot(view: LeadView): string {
  const { t } = useTranslation();
  const { may, lead } = view;
  if (useWaiting(lead.id) !== undefined) return t("leads:act.hint.waiting");
  const { urge, reroute, ...own } = may;
  if (reroute) return t("leads:act.hint.reroute");
  if (Object.values(own).some(Boolean)) return t(`leads:act.hint.${lead.state}`);
  if (lead.state === "published") return t("leads:act.hint.published");
  if (urge) return t("leads:act.hint.urge", { department: lead.department.name });
  if (lead.state === "returned") return t("leads:act.hint.returned");
  return t("leads:act.onlyRead", { department: lead.department.name });
}

export function ActBar({ view }: { readonly view: LeadView }) {
  const { t } = useTranslation();
  const [open, setOpen] = useState<OpenForm>();
  const receive = useReceipt(view);
  const offered = useOffered(view);
  const { id, state } = view.lead;
  const run = (act: Act) => {
    if (act === "receive") return receive();
    return void flushAct(receiptKey(id)).then((isDone) => isDone && setOpen(act));
  };
  const names = offered.map(({ act }) => act).join();
  usePageCommands(
    // The list is the same while the same acts are offered on the same version.
    useMemo(
      () =>
        offered.map(({ act, icon }) => ({
          id: `act-${act}`,
          icon,
          title: t(`leads:act.${act}`),
          note: view.lead.number,
          run: () => run(act),
        })),
      // oxlint-disable-next-line react/exhaustive-deps -- `offered` and `run` are new with every render
      [names, view, t],
    ),
  );
  const Form = open === undefined ? undefined : FORMS[open];
  return (
    <div className="acts" role="group" aria-label={t("leads:act.label")}>
      <div className="acts-row">
        {offered.map(({ act, icon }) => (
          <Button
            key={act}
            type={PRIMARY[state] === act ? "primary" : "default"}
            onClick={() => run(act)}
          >
            <Icon name={icon} /> {t(`leads:act.${act}`)}
          </Button>
        ))}
      </div>
      <p className="meta">{useWhyNot(view)}</p>
      {Form !== undefined && <Form view={view} onClose={() => setOpen(undefined)} />}
    </div>
  );
}
