/// <reference lib="dom" />
import { element } from "../elements.ts";
import type { ControlSpec } from "./protocol.ts";

/** A control on the page. */
export interface PageControl {
  /** The elements, in order, without the label. */
  nodes: HTMLElement[];
  /** Shows another value. */
  set(value: unknown): void;
}

/**
 * Called with a value that a person set.
 *
 * @param pause Milliseconds in which another may follow, as while a slider moves.
 */
export type Changed = (value: unknown, pause: number) => void;

type Make<K extends ControlSpec["kind"]> = (
  spec: Extract<ControlSpec, { kind: K }>,
  id: string,
  changed: Changed,
) => PageControl;

const MOVING = 120;
const TYPING = 500;

const makers: { [K in ControlSpec["kind"]]: Make<K> } = {
  slider({ min, max, step }, id, changed) {
    const input = field(id, "range", { min, max, step });
    const output = element("output");
    output.htmlFor.add(id);
    const show = () => output.value = input.value;
    input.oninput = () => {
      show();
      changed(input.valueAsNumber, MOVING);
    };
    return { nodes: [input, output], set: (value) => (input.value = String(value), show()) };
  },
  number({ min, max, step }, id, changed) {
    const input = field(id, "number", { min, max, step: step ?? "any" });
    const send = (pause: number) => {
      if (!Number.isNaN(input.valueAsNumber)) changed(input.valueAsNumber, pause);
    };
    return typed(input, send);
  },
  text({ placeholder = "", maxLength }, id, changed) {
    const input = field(id, "text", { placeholder, maxlength: maxLength });
    return typed(input, (pause) => changed(input.value, pause));
  },
  date({ min, max }, id, changed) {
    const input = field(id, "date", { min, max });
    return typed(input, (pause) => input.value && changed(input.value, pause));
  },
  dates({ min, max }, id, changed) {
    const [from, to] = [field(id, "date", { min, max }), field(`${id}-to`, "date", { min, max })];
    to.setAttribute("aria-label", "to");
    const send = () => {
      if (from.value && to.value) changed({ from: from.value, to: to.value }, TYPING);
    };
    from.oninput = to.oninput = send;
    return {
      nodes: [from, element("span", {}, "to"), to],
      set(value) {
        ({ from: from.value, to: to.value } = value as { from: string; to: string });
      },
    };
  },
  select({ labels, multiple }, id, changed) {
    const select = element("select", { id, multiple });
    select.append(...labels.map((label, i) => element("option", { value: String(i) }, label)));
    if (multiple) select.size = Math.min(labels.length, 6);
    const places = () => Array.from(select.selectedOptions, ({ index }) => index);
    select.onchange = () => changed(multiple ? places() : select.selectedIndex, multiple ? 300 : 0);
    return {
      nodes: [select],
      set(value) {
        const chosen = [value].flat();
        for (const option of select.options) option.selected = chosen.includes(option.index);
      },
    };
  },
  checkbox(_, id, changed) {
    const input = field(id, "checkbox", {});
    input.onchange = () => changed(input.checked, 0);
    return { nodes: [input], set: (value) => input.checked = value === true };
  },
  button(_, id, changed) {
    const button = element("button", { id, type: "button" });
    let presses = 0;
    button.onclick = () => changed(++presses, 0);
    return { nodes: [button], set: (value) => presses = Number(value) };
  },
};

/** Makes the control of an input. */
export function makeControl(spec: ControlSpec, id: string, changed: Changed): PageControl {
  return (makers[spec.kind] as Make<ControlSpec["kind"]>)(spec, id, changed);
}

function field(id: string, type: string, attributes: Record<string, unknown>): HTMLInputElement {
  const input = element("input", { id, type });
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== undefined) input.setAttribute(name, String(value));
  }
  return input;
}

/** A field in which a person types: its value is taken after a pause, at Enter, and when it is left. */
function typed(input: HTMLInputElement, send: (pause: number) => void): PageControl {
  input.oninput = () => send(TYPING);
  input.onchange = () => send(0);
  return { nodes: [input], set: (value) => input.value = String(value) };
}
