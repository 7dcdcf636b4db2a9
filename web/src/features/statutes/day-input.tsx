/** A day as text: the browser's own field speaks the browser's language, not the page's. */
import { Input, type InputProps } from "antd";
import { useTranslation } from "react-i18next";

interface DayInputProps extends Omit<InputProps, "onChange" | "value" | "type"> {
  readonly value: string;
  readonly onDay: (day: string) => void;
}

export function DayInput({ value, onDay, ...rest }: DayInputProps) {
  const { t } = useTranslation();
  return (
    <Input
      {...rest}
      className="day-input"
      inputMode="numeric"
      placeholder={t("statutes:dayHint")}
      pattern="\d{4}-\d{2}-\d{2}"
      title={t("statutes:dayHint")}
      maxLength={10}
      value={value}
      onChange={({ target }) => onDay(target.value.trim())}
    />
  );
}
