import { Select } from "antd";
import { useState } from "react";
import { useTranslation } from "react-i18next";

import type { FieldIds } from "../../ui/field.tsx";
import { usePersons } from "./queries.ts";

/** A registered person, found by name. */
export function PersonChoice({
  ids,
  value,
  onChange,
}: {
  readonly ids: FieldIds;
  readonly value: string;
  readonly onChange: (person: string) => void;
}) {
  const { t } = useTranslation();
  const [q, setQ] = useState("");
  const persons = usePersons(q);
  return (
    <Select
      id={ids.id}
      aria-describedby={ids["aria-describedby"]}
      {...(ids.status === undefined ? {} : { status: ids.status })}
      style={{ width: "100%" }}
      showSearch={{ filterOption: false, onSearch: setQ }}
      placeholder={t("organisation:form.searchPerson")}
      value={value === "" ? null : value}
      onChange={(person: string | null) => onChange(person ?? "")}
      options={(persons.data?.rows ?? []).map(({ person, name, posts }) => ({
        value: person,
        label: [name, ...posts.slice(0, 1)].join(" · "),
      }))}
    />
  );
}
