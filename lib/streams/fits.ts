import type { TObject, TSchema } from "typebox";
import { Compile } from "typebox/compile";
import { withoutTimePatterns } from "./columns.ts";

/** Makes the function that says whether a field may have a value; each field is compiled when it is asked for. */
export function compileFits(schema: TObject): (field: string, value: unknown) => boolean {
  const fields = withoutTimePatterns(schema).properties as Record<string, TSchema>;
  const compiled = new Map<string, { Check(value: unknown): boolean }>();
  return (field, value) => {
    if (!Object.hasOwn(fields, field)) return false;
    let check = compiled.get(field);
    if (!check) compiled.set(field, check = Compile(fields[field]!));
    return check.Check(value);
  };
}
