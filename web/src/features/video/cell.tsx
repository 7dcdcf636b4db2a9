/** One cell of the wall: nothing yet, a purpose to be told, or the picture. */
import { useState } from "react";
import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";
import { LivePicture } from "./live-picture.tsx";
import { isClosedZone, type Seen } from "./places.ts";
import { PurposeForm, type Purpose } from "./purpose-form.tsx";

function Picture({ seen }: { readonly seen: Seen }) {
  const { t } = useTranslation();
  const [purpose, setPurpose] = useState<Purpose>();
  const { project, room, camera } = seen;
  if (camera.state === "noProgram") return <p className="cell-calm">{t("video:noProgram")}</p>;
  if (isClosedZone(room) && purpose === undefined) return <PurposeForm onOpen={setPurpose} />;
  return (
    <LivePicture
      channel={camera.channel}
      ocid={project.ocid}
      label={`${room.roomName} ${camera.title}`}
      {...purpose}
      onAgain={isClosedZone(room) ? () => setPurpose(undefined) : undefined}
    />
  );
}

export interface CellProps {
  readonly seen: Seen | undefined;
  readonly number: number;
  readonly isPicked: boolean;
  readonly onPick: () => void;
  readonly onClear: () => void;
}

export function Cell({ seen, number, isPicked, onPick, onClear }: CellProps) {
  const { t } = useTranslation();
  const name =
    seen === undefined
      ? t("video:cellEmpty", { number })
      : `${seen.room.roomName} · ${seen.camera.title}`;
  return (
    <li className={`wall-cell ${isPicked ? "is-picked" : ""}`}>
      <div className="cell-head">
        <button type="button" className="cell-name" aria-pressed={isPicked} onClick={onPick}>
          {name}
        </button>
        {seen?.camera.problem !== undefined && (
          <span className="cell-problem">{t(`video:problem.${seen.camera.problem}`)}</span>
        )}
        {seen !== undefined && (
          <button
            type="button"
            className="cell-clear"
            aria-label={t("video:clear", { name })}
            onClick={onClear}
          >
            <Icon name="cross" />
          </button>
        )}
      </div>
      <div className="cell-body" onPointerDown={onPick}>
        {seen === undefined ? (
          <p className="cell-calm">{isPicked ? t("video:choose") : t("video:empty")}</p>
        ) : (
          <Picture key={`${seen.room.booking} ${seen.camera.channel}`} seen={seen} />
        )}
      </div>
    </li>
  );
}
