/** Who is on duty: begin a shift, take rooms that nobody watches, hand over, receive. */
import { Button, Input } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { MOST_ROOMS } from "../../../../contract/src/witnessing-values.ts";
import type { Handing, HandOver, WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { Choice } from "../../ui/choice.tsx";
import { timeOf } from "../../ui/dates.ts";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { Notice } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { OpenList } from "./open-list.tsx";
import { useAct } from "./queries.ts";
import { roomName } from "./words.ts";

const freeRooms = ({ rooms }: WitnessBoard): readonly string[] =>
  rooms.filter(({ watcher }) => watcher === undefined).map(({ room }) => room);

/** Takes what nobody watches, the most urgent first, as many as one may. */
function TakeButton({ board }: { readonly board: WitnessBoard }) {
  const { t } = useTranslation();
  const begin = useAct(api.beginShift);
  const own = board.shift?.rooms.length ?? 0;
  const rooms = freeRooms(board).slice(0, MOST_ROOMS - own);
  if (rooms.length === 0) return null;
  return (
    <>
      <Button
        type={own === 0 ? "primary" : "default"}
        loading={begin.isPending}
        onClick={() => begin.mutate({ rooms: [...rooms] })}
      >
        {t(own === 0 ? "witnessing:do.begin" : "witnessing:do.take", { count: rooms.length })}
      </Button>
      {begin.error !== null && <ProblemNotice error={begin.error} />}
    </>
  );
}

interface HandOverProps {
  readonly board: WitnessBoard;
  readonly id: string;
  readonly onClose: () => void;
}

/** Without a successor only a shift ends in whose rooms nothing is open. */
function HandOverForm({ board, id, onClose }: HandOverProps) {
  const { t } = useTranslation();
  const { colleagues, open } = board;
  const [to, setTo] = useState(colleagues[0]?.account ?? "");
  const [note, setNote] = useState("");
  const act = useAct((body: HandOver) => api.handOverShift(id, body));
  const send = () =>
    act.mutate(
      { ...(to === "" ? {} : { to }), ...(note.trim().length < 2 ? {} : { note: note.trim() }) },
      { onSuccess: onClose },
    );
  return (
    <div className="hand-over">
      <h2>{t("witnessing:handOver")}</h2>
      <p className="meta">{t("witnessing:handOverAbout")}</p>
      <OpenList open={open} />
      <div className="hand-over-fields">
        <Choice
          label={t("witnessing:receiver")}
          value={to}
          values={colleagues.map(({ account, name }) => [account, name])}
          {...(open.length === 0 || colleagues.length === 0
            ? { any: t("witnessing:endShift") }
            : {})}
          onChange={setTo}
        />
        <Input
          aria-label={t("witnessing:handOverNote")}
          placeholder={t("witnessing:handOverNote")}
          maxLength={1000}
          value={note}
          onChange={({ target }) => setNote(target.value)}
        />
      </div>
      {act.error !== null && <ProblemNotice error={act.error} />}
      <p className="hand-over-acts">
        <Button type="primary" loading={act.isPending} onClick={send}>
          {t(to === "" ? "witnessing:do.end" : "witnessing:do.handOver")}
        </Button>
        <Button onClick={onClose}>{t("witnessing:do.close")}</Button>
      </p>
    </div>
  );
}

function Offer({ handing }: { readonly handing: Handing }) {
  const { t } = useTranslation();
  const [reason, setReason] = useState("");
  const act = useAct((body: { isAccepted: boolean; reason?: string }) =>
    api.receiveShift(handing.shift, body),
  );
  const { from, rooms, open, note, at } = handing;
  return (
    <Notice tone="due">
      <p>
        <b>{t("witnessing:offer", { name: from.name, count: rooms.length, at: timeOf(at) })}</b>{" "}
        {rooms.map((room) => roomName(t, room)).join("、")}
      </p>
      {note !== undefined && <p>{note}</p>}
      <OpenList open={open} />
      {act.error !== null && <ProblemNotice error={act.error} />}
      <p className="hand-over-acts">
        <Button
          type="primary"
          loading={act.isPending}
          onClick={() => act.mutate({ isAccepted: true })}
        >
          {t("witnessing:do.receive")}
        </Button>
        <Input
          aria-label={t("witnessing:refusalReason")}
          placeholder={t("witnessing:refusalReason")}
          maxLength={400}
          value={reason}
          onChange={({ target }) => setReason(target.value)}
        />
        <Button
          disabled={reason.trim().length < 2}
          onClick={() => act.mutate({ isAccepted: false, reason: reason.trim() })}
        >
          {t("witnessing:do.refuse")}
        </Button>
      </p>
    </Notice>
  );
}

export function ShiftBar({ board }: { readonly board: WitnessBoard }) {
  const { t } = useTranslation();
  const [isHanding, setHanding] = useState(false);
  const { shift, handing, offered, mayRecord } = board;
  if (!mayRecord) return null;
  return (
    <>
      {offered.map((one) => (
        <Offer key={one.shift} handing={one} />
      ))}
      <div className="shift-bar">
        <span>
          {shift === undefined
            ? t("witnessing:offDuty", { count: freeRooms(board).length })
            : t("witnessing:onDuty", { at: timeOf(shift.since), count: shift.rooms.length })}
          {handing !== undefined && (
            <b>
              {" "}
              {t("witnessing:waiting", { name: handing.to.name, count: handing.rooms.length })}
            </b>
          )}
        </span>
        <TakeButton board={board} />
        {shift !== undefined && handing === undefined && (
          <Button onClick={() => setHanding(!isHanding)}>{t("witnessing:do.offer")}</Button>
        )}
      </div>
      {isHanding && shift !== undefined && handing === undefined && (
        <HandOverForm board={board} id={shift.id} onClose={() => setHanding(false)} />
      )}
    </>
  );
}
