/** The room's picture while its opening is live; a calm sentence otherwise. */
import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";
import { LivePicture } from "../video/index.ts";

export interface RoomPictureProps {
  readonly roomName: string;
  /** The camera that shows the room; absent: none does. */
  readonly channel?: string | undefined;
  /** Project whose opening is live in the room: its picture needs no purpose. */
  readonly ocid?: string | undefined;
}

export function RoomPicture({ roomName, channel, ocid }: RoomPictureProps) {
  const { t } = useTranslation();
  const isShown = channel !== undefined && ocid !== undefined;
  const calm = (
    <>
      <Icon name="eye" /> {t("witnessing:noCamera")}
    </>
  );
  return (
    <div className="room-picture" data-room={roomName} data-channel={channel}>
      {isShown ? (
        <LivePicture channel={channel} ocid={ocid} label={roomName} refused={calm} />
      ) : (
        calm
      )}
    </div>
  );
}
