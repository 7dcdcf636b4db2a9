import { expect, test } from "vitest";

import { setUpFaults, setUpRequest } from "./set-up-form.ts";

const RIGHT = {
  account: "admin-1",
  name: "周明",
  password: "a long phrase",
  repeated: "a long phrase",
};

test("a complete form has no fault and becomes a request without the repetition", () => {
  expect([...setUpFaults(RIGHT)]).toEqual([]);
  expect(setUpRequest({ ...RIGHT, name: " 周明 " }, "token")).toEqual({
    token: "token",
    account: "admin-1",
    name: "周明",
    password: "a long phrase",
  });
});

test.each([
  ["account", { account: "管理员" }],
  ["account", { account: "1admin" }],
  ["account", { account: "a" }],
  ["name", { name: " " }],
  ["password", { password: "elevenchars", repeated: "elevenchars" }],
  ["repeated", { repeated: "another phrase" }],
])("a fault of %s is named: %o", (fault, change) => {
  expect([...setUpFaults({ ...RIGHT, ...change })]).toEqual([fault]);
});

test("an empty form names every field", () => {
  const empty = { account: "", name: "", password: "", repeated: "" };
  expect([...setUpFaults(empty)]).toEqual(["account", "name", "password", "repeated"]);
});
