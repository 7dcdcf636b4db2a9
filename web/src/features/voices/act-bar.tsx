/** What this person may do with the voice now; when nothing, why not. */
import { Button } from "antd";
import { useMemo, useState } from "react";
import { useTranslation } from "react-i18next";

import type { VoiceAct, VoiceState, VoiceView } from "../../../../contract/src/voices.ts";
import { usePageCommands } from "../../ui/commands.ts";
import { Icon, type IconName } from "../../ui/icon.tsx";
import { api } from "../session/index.ts";
import { type FormAct, openRequestsOf, pauseGroundsOf } from "./act-fields.ts";
import { ActForm } from "./act-form.tsx";
import { ActProblem } from "./act-problem.tsx";
import { LetterLinks } from "./letter-links.tsx";
import { PublishForm } from "./publish-form.tsx";
import { useVoiceAct } from "./queries.ts";

/** `reply` and `transfer` have no button here: each stands where its cause is shown. */
const ACTS = [
  ["take", "check"],
  ["giveBack", "undo"],
  ["reroute", "swap"],
  ["decideAcceptance", "stamp"],
  ["correct", "document"],
  ["recordStep", "pen"],
  ["askEvidence", "search"],
  ["giveEvidence", "folder"],
  ["beginPause", "pause"],
  ["endPause", "clock"],
  ["publish", "megaphone"],
  ["takeDown", "cross"],
  ["question", "undo"],
] as const satisfies readonly (readonly [VoiceAct, IconName])[];

const ENDED: ReadonlySet<VoiceState> = new Set<VoiceState>([
  "published",
  "refused",
  "withdrawn",
  "transferred",
]);

type Offered = (typeof ACTS)[number];

const PRIMARY: ReadonlySet<VoiceAct> = new Set<VoiceAct>([
  "take",
  "reroute",
  "decideAcceptance",
  "endPause",
  "publish",
]);

/** What the state allows and the case gives cause for. */
function offeredOf(view: VoiceView): readonly Offered[] {
  const isPossible = (act: VoiceAct) => {
    if (act === "giveEvidence") return openRequestsOf(view).length > 0;
    return act !== "beginPause" || pauseGroundsOf(view.voice.regime).length > 0;
  };
  return ACTS.filter(([act]) => view.may[act] && isPossible(act));
}

function useWhyNot(view: VoiceView, offered: readonly Offered[]): string {
  const { t } = useTranslation();
  const { state, unit } = view.voice;
  if (offered.length > 0 || view.may.reply) return t(`voices:next.${state}`);
  return ENDED.has(state) ? t(`voices:next.${state}`) : t("voices:onlyRead", { unit: unit.name });
}

export function ActBar({ view }: { readonly view: VoiceView }) {
  const { t } = useTranslation();
  const { id, number, version } = view.voice;
  const [open, setOpen] = useState<FormAct | "publish">();
  const take = useVoiceAct(id, api.takeVoice);
  const offered = offeredOf(view);
  const why = useWhyNot(view, offered);
  const run = (act: Offered[0]) => (act === "take" ? take.mutate({ version }) : setOpen(act));
  const names = offered.map(([act]) => act).join();
  usePageCommands(
    useMemo(
      () =>
        offered.map(([act, icon]) => ({
          id: `act-${act}`,
          icon,
          title: t(`voices:act.${act}`),
          note: number,
          run: () => run(act),
        })),
      // oxlint-disable-next-line react/exhaustive-deps -- `offered` and `run` are new with every render
      [names, view, t],
    ),
  );
  const close = () => setOpen(undefined);
  return (
    <div className="voice-acts" role="group" aria-label={t("voices:acts")}>
      <div className="acts-row">
        {offered.map(([act, icon]) => (
          <Button
            key={act}
            type={PRIMARY.has(act) ? "primary" : "default"}
            loading={act === "take" && take.isPending}
            onClick={() => run(act)}
          >
            <Icon name={icon} /> {t(`voices:act.${act}`)}
          </Button>
        ))}
        <LetterLinks view={view} />
      </div>
      <p className="meta">{why}</p>
      {take.error !== null && (
        <ActProblem error={take.error} id={id} onReload={() => take.reset()} />
      )}
      {open === "publish" && <PublishForm view={view} onClose={close} />}
      {open !== undefined && open !== "publish" && (
        <ActForm act={open} view={view} onClose={close} />
      )}
    </div>
  );
}
