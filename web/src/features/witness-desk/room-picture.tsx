/** The room's picture. Stands in for the live player until the room has a camera. */
import { useTranslation } from "react-i18next";

import { Icon } from "../../ui/icon.tsx";

export interface RoomPictureProps {
  readonly roomName: string;
  readonly sessionId?: string | undefined;
  /** The camera that shows the room; absent: none does. */
  readonly channel?: string | undefined;
}

export function RoomPicture({ roomName, channel }: RoomPictureProps) {
  const { t } = useTranslation();
  return (
    <div className="room-picture" data-room={roomName} data-channel={channel}>
      <Icon name="eye" /> {t("witnessing:noCamera")}
    </div>
  );
}
