/** 见证台: which room needs the witness now, and recording what is seen there within seconds. */
import { useMemo, useRef, useState } from "react";
import { useTranslation } from "react-i18next";
import { Link } from "react-router";

import { MOST_ROOMS } from "../../../../contract/src/witnessing-values.ts";
import type { RecordAct, RoomTile, WitnessBoard } from "../../../../contract/src/witnessing.ts";
import { useKeys } from "../../ui/keys.ts";
import { Tag } from "../../ui/panel.tsx";
import { ProblemNotice } from "../../ui/problem-notice.tsx";
import { QueryState } from "../../ui/query-state.tsx";
import { Empty } from "../../ui/states.tsx";
import { api } from "../session/index.ts";
import { ActForm } from "./act-panel.tsx";
import { NoteForm } from "./note-form.tsx";
import { type TimedBoard, useAct, useBoard, useClauses, useNow } from "./queries.ts";
import { ReceiptLine, type Recorded } from "./receipt-line.tsx";
import { RoomTileItem } from "./room-tile.tsx";
import { ShiftBar } from "./shift-bar.tsx";
import { roomName } from "./words.ts";

import "./witness-desk.css";

interface Picked {
  readonly room: string;
  /** When the room was picked, by the server's clock: that is when something was seen. Absent: recorded already. */
  readonly seenAt?: string;
}

/** Who picked a room longer ago looked at it since: what is recorded now is seen now. */
const SEEN_MS = 2 * 60_000;

function momentOf(picked: Picked | undefined, ahead: number) {
  const seenAt = picked?.seenAt;
  const isFresh = seenAt !== undefined && Date.now() + ahead - Date.parse(seenAt) < SEEN_MS;
  return isFresh ? { seenAt } : {};
}

/** Records, keeps the last receipt, takes it back. */
function useRecording(withdrawReason: string) {
  const [recorded, setRecorded] = useState<Recorded>();
  const act = useAct(api.recordWitnessAct);
  const note = useAct(api.takeWitnessNote);
  const withdraw = useAct(({ list, receipt }: Recorded) =>
    api.withdrawWitnessRecord(list, receipt.id, { reason: withdrawReason }),
  );
  const undo = () => {
    if (recorded === undefined || recorded.isWithdrawn || withdraw.isPending) return;
    withdraw.mutate(recorded, {
      onSuccess: (receipt) => setRecorded({ ...recorded, receipt, isWithdrawn: true }),
    });
  };
  return { recorded, setRecorded, act, note, withdraw, undo };
}

/** The opening, or what the room is booked for. */
function placeIn(tile: RoomTile | undefined) {
  if (tile?.session !== undefined) return { session: tile.session.id };
  return tile?.booking === undefined ? {} : { booking: tile.booking.id };
}

interface DeskProps extends TimedBoard {
  readonly picked: Picked | undefined;
  readonly onPick: (room: string) => void;
  readonly onRecorded: () => void;
}

function Rooms({ board, ahead, picked, onPick }: DeskProps) {
  const { t } = useTranslation();
  const now = useNow(ahead);
  const own = board.shift?.rooms ?? [];
  if (board.rooms.length === 0)
    return <Empty title={t("witnessing:noRooms")} why={t("witnessing:noRoomsWhy")} />;
  const list = (rooms: readonly RoomTile[]) =>
    rooms.map((tile) => (
      <RoomTileItem
        key={tile.room}
        tile={tile}
        now={now}
        isPicked={tile.room === picked?.room}
        isOwn={own.includes(tile.room)}
        onPick={() => onPick(tile.room)}
      />
    ));
  return (
    <>
      <ul className="room-tiles" aria-label={t("witnessing:rooms")}>
        {list(board.rooms.slice(0, MOST_ROOMS))}
      </ul>
      {board.rooms.length > MOST_ROOMS && (
        <details className="more-rooms">
          <summary>{t("witnessing:moreRooms", { count: board.rooms.length - MOST_ROOMS })}</summary>
          <ul className="room-tiles">{list(board.rooms.slice(MOST_ROOMS))}</ul>
        </details>
      )}
    </>
  );
}

function Panel({ board, ahead, picked, onRecorded }: DeskProps) {
  const { t } = useTranslation();
  const box = useRef<HTMLDivElement>(null);
  const clauses = useClauses();
  const list = clauses.data?.clauses ?? [];
  const { recorded, setRecorded, act, note, withdraw, undo } = useRecording(
    t("witnessing:undoReason"),
  );
  const tile = board.rooms.find(({ room }) => room === picked?.room);
  useKeys(
    useMemo(() => ({ "/": () => box.current?.querySelector("input")?.focus(), u: undo }), [undo]),
  );
  const place = () => ({
    room: tile?.room ?? "",
    ...placeIn(tile),
    ...momentOf(picked, ahead),
  });
  const keep = (made: Pick<Recorded, "list" | "what" | "receipt">) => {
    setRecorded({ ...made, room: tile?.room ?? "", isWithdrawn: false });
    onRecorded();
  };
  const record = (body: Omit<RecordAct, "room" | "session" | "booking">) => {
    const clause = list.find(({ id }) => id === body.clause);
    const what = clause === undefined ? body.clause : `${clause.id} ${clause.label}`;
    act.mutate(
      { ...place(), ...body },
      {
        onSuccess: (receipt) => keep({ list: "acts", what, receipt }),
      },
    );
  };
  const takeNote = async (text: string) => {
    const receipt = await note.mutateAsync({ ...place(), text });
    const what = t("witnessing:note");
    keep({ list: "notes", what, receipt });
  };
  const error = act.error ?? note.error ?? withdraw.error ?? clauses.error;
  return (
    <section className="witness-panel" aria-label={t("witnessing:panel")}>
      <p className="witness-picked">
        {tile === undefined ? (
          t("witnessing:pickRoom")
        ) : (
          <>
            <b>{roomName(t, tile.room)}</b>{" "}
            <span className="meta">
              {tile.session?.title ?? tile.booking?.title ?? t("witnessing:empty")}
            </span>
          </>
        )}
      </p>
      {recorded !== undefined && (
        <ReceiptLine
          recorded={recorded}
          isBusy={withdraw.isPending}
          onUndo={undo}
          onClose={() => setRecorded(undefined)}
        />
      )}
      {error !== null && <ProblemNotice error={error} />}
      <ActForm tile={tile} clauses={list} box={box} isBusy={act.isPending} onRecord={record} />
      <NoteForm isReady={tile !== undefined} isBusy={note.isPending} onNote={takeNote} />
    </section>
  );
}

/** Keys belong to rooms: a tile that moves keeps its own. */
function useRoomKeys(board: WitnessBoard, pick: (room: string) => void): void {
  const letters = board.rooms.map(({ key, room }) => `${key ?? ""}${room}`).join("\n");
  useKeys(
    useMemo(
      () =>
        Object.fromEntries(
          letters
            .split("\n")
            .filter((line) => line !== "")
            .map((line) => [line.slice(0, 1), () => pick(line.slice(1))]),
        ),
      [letters, pick],
    ),
  );
}

function Desk({ board, ahead }: TimedBoard) {
  const { t } = useTranslation();
  const [picked, setPicked] = useState<Picked>();
  const pick = useMemo(
    () => (room: string) => setPicked({ room, seenAt: new Date(Date.now() + ahead).toISOString() }),
    [ahead],
  );
  useRoomKeys(board, pick);
  const urgent = board.rooms.filter(({ reasons: [first] }) => isUrgent(first?.code)).length;
  const onRecorded = () => setPicked((now) => (now === undefined ? now : { room: now.room }));
  const props = { board, ahead, picked, onPick: pick, onRecorded };
  return (
    <>
      <div className="witness-head">
        <h1 className="page-sentence">
          {t("witnessing:sentence", { count: board.rooms.length, urgent })}
        </h1>
        <Link to="/witness-desk/records">{t("witnessing:today")}</Link>
        {!board.mayRecord && <Tag>{t("witnessing:readOnly")}</Tag>}
      </div>
      <ShiftBar board={board} />
      <div className={`witness-desk ${board.mayRecord ? "" : "is-reader"}`}>
        <div>
          <Rooms {...props} />
        </div>
        {board.mayRecord && <Panel {...props} />}
      </div>
    </>
  );
}

const isUrgent = (code: string | undefined): boolean =>
  code !== undefined && code !== "running" && code !== "idle";

export function WitnessDeskPage() {
  const { t } = useTranslation();
  const query = useBoard();
  return (
    <div className="page witness-page">
      <title>{t("witnessing:documentTitle")}</title>
      <QueryState query={query} />
      {query.data !== undefined && <Desk {...query.data} />}
    </div>
  );
}
