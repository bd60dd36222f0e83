import { messageOf } from "../../errors.ts";
import { type Comm, extensionComms } from "../../jupyter/comms.ts";
import { notebookCells } from "../../jupyter/notebook_cells.ts";
import type { Control } from "./control.ts";
import {
  INPUT_TARGET,
  type InputAnswer,
  type InputRequest,
} from "../../jupyter/lab/extension/inputs/protocol.ts";

/** An input that a page can set. */
interface OpenInput<T = unknown> {
  id: string;
  control: Control<T>;
  /** The value before a person set it. */
  standard: T;
  value: T;
  /** The id of the notebook's cell. */
  cell: string;
  /** How the variable is declared: `const days`. */
  declared?: string | undefined;
  changed: (value: T, id: string) => Promise<void>;
  pages: Set<Comm>;
}

/** Options for {@linkcode openInput}. */
export interface InputToOpen<T> {
  control: Control<T>;
  standard: T;
  cell?: string | undefined;
  declared?: string | undefined;
  /** Tells the inputs of one cell apart. */
  key: string;
  /** Called when a person has set another value. */
  changed: (value: T, id: string) => Promise<void>;
}

/** By which the code that a page runs finds the value of an input. */
const VALUES = Symbol.for("tributary.inputs");

const byId = new Map<string, OpenInput>();
const byPlace = new Map<string, OpenInput>();

/**
 * Opens an input to the page. If its cell ran before, a value that a person has set stays, unless it
 * is no longer allowed or the input's own default is another now.
 *
 * @returns No id if no page can reach it.
 */
export function openInput<T>(input: InputToOpen<T>): { id?: string; value: T } {
  const { control, standard, cell, declared, key, changed } = input;
  const reach = extensionComms();
  if (!reach || cell === undefined) return { value: standard };
  const place = `${cell}\n${key}`;
  const last = byPlace.get(place) as OpenInput<T> | undefined;
  const value = last && JSON.stringify(last.standard) === JSON.stringify(standard)
    ? allowed(control, last.value, standard)
    : standard;
  if (last) byId.delete(last.id);
  const id = crypto.randomUUID();
  const pages = new Set<Comm>();
  const open: OpenInput<T> = { id, control, standard, value, cell, declared, changed, pages };
  byId.set(id, open as OpenInput);
  byPlace.set(place, open as OpenInput);
  Object.assign(globalThis, { [VALUES]: (id: string) => byId.get(id)?.value });
  reach.register(INPUT_TARGET, (comm, { id }) => connect(comm, byId.get(String(id))));
  return { id, value };
}

function allowed<T>(control: Control<T>, value: T, standard: T): T {
  try {
    return control.check(value);
  } catch {
    return standard; // The cell narrowed what is allowed.
  }
}

function connect(comm: Comm, input: OpenInput | undefined): void {
  if (!input) return comm.close();
  const { control, pages } = input;
  const send = (answer: InputAnswer, to = comm) => to.send(answer);
  const value = () => control.toPage?.(input.value) ?? input.value;
  pages.add(comm);
  send({ type: "value", value: value() });
  comm.onClose(() => void pages.delete(comm));
  comm.onMessage(async (data) => {
    const { order, set } = data as InputRequest;
    const name = input.declared?.split(" ")[1];
    if (set) {
      try {
        input.value = control.check(control.fromPage?.(set.value) ?? set.value);
      } catch (error) {
        return send({ type: "refused", message: `The value ${messageOf(error)}` });
      }
      for (const page of pages) if (page !== comm) send({ type: "value", value: value() }, page);
    }
    const cells = name === undefined
      ? []
      : notebookCells()!.affected(order, { cell: input.cell, name });
    const assign = `${input.declared} = globalThis[Symbol.for("tributary.inputs")]("${input.id}");`;
    send({ type: "cells", cells, ...set && name !== undefined ? { assign } : {} });
    if (set) await input.changed(input.value, input.id);
  });
}
