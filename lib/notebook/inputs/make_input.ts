import { messageOf, UsageError } from "../../errors.ts";
import { notebookCells } from "../../jupyter/notebook_cells.ts";
import type { Bundle } from "../display/bundle.ts";
import { emit } from "../display/emit.ts";
import { escapeHtml } from "../display/html.ts";
import { params } from "../params.ts";
import type { Complain, Control, InputOptions } from "./control.ts";
import { openInput } from "./open_inputs.ts";
import { INPUT_MIME, type InputOutput } from "../../jupyter/lab/extension/inputs/protocol.ts";

/**
 * Shows an input and returns its value: the default, or what `params` sets, or what a person has set
 * before this cell ran again.
 *
 * @param declared How the cell declares its variable, as `const days`; the kernel adds it to the call.
 * @throws {RangeError} An option or the value is wrong.
 * @throws {UsageError} A parameter is wrong.
 */
export async function makeInput<O extends InputOptions, T>(
  kind: string,
  make: (options: O, complain: Complain) => Control<T>,
  options: O,
  declared?: string,
): Promise<T> {
  const isObject = typeof options === "object" && options !== null && !Array.isArray(options);
  if (!isObject || declared !== undefined && typeof declared !== "string") {
    const form = kind === "select" ? "{ options: [1, 2] }" : "{ label: … }";
    throw new RangeError(
      `Cannot make the ${kind}: its options are an object, as input.${kind}(${form})`,
    );
  }
  const variable = declared?.split(" ")[1];
  const name = options.name ?? variable;
  const complain: Complain = (reason) => {
    throw new RangeError(`Cannot make the ${kind}${name ? ` ${name}` : ""}: ${reason}`);
  };
  const control = make(options, complain);
  const standard = atFirst(control, name, complain);
  const label = options.label ?? name ?? kind;
  const cell = notebookCells()?.current();
  const bundle = (value: T, id?: string): Bundle => {
    const text = `${name ?? label} = ${textOf(control, value)}`;
    const still = { "text/html": staticLine(options.label, text), "text/plain": text };
    if (id === undefined) return still;
    const output: InputOutput = {
      id,
      label,
      ...variable === undefined ? {} : { variable },
      spec: control.spec,
      value: control.toPage?.(value) ?? value,
    };
    return { ...still, [INPUT_MIME]: output } as Bundle;
  };
  const { id, value } = openInput({
    ...{ control, standard, cell, declared, key: variable ?? label },
    // The line that a saved notebook and an export show follows the control.
    changed: (value, id) => emit(bundle(value, id), { id, update: true }),
  });
  await emit(bundle(value, id), id === undefined ? {} : { id });
  return value;
}

/** The value before a person sets it. */
function atFirst<T>(control: Control<T>, name: string | undefined, complain: Complain): T {
  let standard: T;
  try {
    standard = control.check(control.value);
  } catch (error) {
    return complain(`value ${shown(control.value)} ${messageOf(error)}`);
  }
  if (name === undefined) return standard;
  const { [name]: given } = params({ [name]: null as unknown as string }); // null: any type
  if (given === null) return standard;
  try {
    return control.check(byLabel(control, given));
  } catch (error) {
    throw new UsageError(
      `Cannot use the parameter ${name} ${shown(given)}: it ${messageOf(error)}`,
    );
  }
}

/** Parameters are JSON: an option that is an object is given by its label. */
function byLabel(control: Control, given: unknown): unknown {
  if (control.spec.kind !== "select") return given;
  const { labels, multiple } = control.spec;
  const value = (item: unknown) => {
    const place = labels.indexOf(item as string);
    const found = place < 0 ? undefined : control.fromPage!(place);
    return typeof found === "object" ? found : item;
  };
  return multiple && Array.isArray(given) ? given.map(value) : value(given);
}

function textOf<T>(control: Control<T>, value: T): string {
  if (control.spec.kind !== "select") return shown(value);
  const { labels, multiple } = control.spec;
  const places = control.toPage!(value);
  const text = (place: number, item: unknown) =>
    typeof item === "object" && item !== null ? labels[place]! : shown(item);
  if (!multiple) return text(places as number, value);
  return `[${
    (value as unknown[]).map((item, i) => text((places as number[])[i]!, item)).join(", ")
  }]`;
}

function shown(value: unknown): string {
  return typeof value === "number" ? String(value) : JSON.stringify(value) ?? String(value);
}

function staticLine(label: string | undefined, text: string): string {
  const said = label === undefined ? "" : `${escapeHtml(label)}: `;
  return `<p style="margin:2px 0">${said}<code>${escapeHtml(text)}</code></p>`;
}
