/** Who received the same complaint first, and who later: the law leaves it with the first (条例61). */
import { Button } from "antd";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import type { Receiver } from "../../../../contract/src/voice-values.ts";
import type { VoiceView } from "../../../../contract/src/voices.ts";
import { dayAndTime } from "../../ui/dates.ts";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { ActProblem } from "./act-problem.tsx";
import { useVoiceAct } from "./queries.ts";
import { voicePath } from "./voice-table.tsx";

/** A link where the reader may open it; the number alone where it lies outside the own duties. */
function Number({ view, number }: { readonly view: VoiceView; readonly number: string }) {
  const isVisible = view.related.some(({ id }) => id === number);
  return isVisible ? <Link to={voicePath(number)}>{number}</Link> : <code>{number}</code>;
}

interface LineProps {
  readonly view: VoiceView;
  readonly to: Receiver;
  readonly text: "first" | "transferredTo" | "later" | "transferredHere";
}

function Line({ view, to, text }: LineProps) {
  const { t } = useTranslation();
  const said = { unit: to.unit.name, time: dayAndTime(to.receivedAt) };
  return (
    <p>
      <Number view={view} number={to.number} /> {t(`voices:firstReceiver.${text}`, said)}
    </p>
  );
}

function Proposal({ view, first }: { readonly view: VoiceView; readonly first: Receiver }) {
  const { t } = useTranslation();
  const { id, version } = view.voice;
  const transfer = useVoiceAct(id, api.transferVoice);
  return (
    <Notice tone="due">
      <p>
        <b>{t("voices:firstReceiver.title")}</b> {t("voices:firstReceiver.rule")}
      </p>
      <Line view={view} to={first} text="first" />
      {view.may.transfer && (
        <>
          <p className="meta">{t("voices:firstReceiver.about")}</p>
          <Button
            type="primary"
            loading={transfer.isPending}
            onClick={() => transfer.mutate({ version })}
          >
            {t("voices:act.transfer")}
          </Button>
        </>
      )}
      {transfer.error !== null && (
        <ActProblem error={transfer.error} id={id} onReload={() => transfer.reset()} />
      )}
    </Notice>
  );
}

export function FirstReceiverPanel({ view }: { readonly view: VoiceView }) {
  const { voice, transferredTo, laterReceivers } = view;
  return (
    <>
      {voice.firstReceiver !== undefined && <Proposal view={view} first={voice.firstReceiver} />}
      {(transferredTo !== undefined || laterReceivers.length > 0) && (
        <Notice tone="accent">
          {transferredTo !== undefined && (
            <Line view={view} to={transferredTo} text="transferredTo" />
          )}
          {laterReceivers.map(({ isTransferred, ...later }) => (
            <Line
              key={later.number}
              view={view}
              to={later}
              text={isTransferred ? "transferredHere" : "later"}
            />
          ))}
        </Notice>
      )}
    </>
  );
}
