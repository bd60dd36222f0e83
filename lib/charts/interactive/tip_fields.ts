import { exact, isIdentifier, timeText } from "../../numbers.ts";
import { packed, type TipField } from "./chart_data.ts";

/** A channel of a mark of Plot, evaluated. */
export interface Channel {
  value?: ArrayLike<unknown> | null;
  label?: string;
  scale?: string | null;
  defaultScale?: string;
  hint?: { length?: boolean };
  source?: Channel | null;
}

/** What a mark shows in one facet. */
export interface Drawing {
  channels: Record<string, Channel>;
  /** Indices of the data, in the order in which they are drawn. */
  index: readonly number[];
  /** The facet's values of fx and fy, if there are facets. */
  facet: Record<string, unknown>;
  /** Formats of the mark's `tip` option: false hides a channel. */
  format: Record<string, unknown>;
  /** The label of an axis or colour, by the name of its scale; null if the figure wants none. */
  labelOf(scale: string): string | null | undefined;
}

/** Channels that say how a mark looks, not what it shows. */
const UNSEEN = new Set(
  ["geometry", "href", "src", "ariaLabel", "scales", "text", "rotate", "fontSize", "opacity"]
    .concat(["fillOpacity", "strokeOpacity", "strokeWidth", "fx", "fy", "px", "py"]),
);

/**
 * The lines of the tooltips of a mark: its title, or else, as in Plot's own, its channels: the facet,
 * x and y (a range where there are two), the radius, colours that mean something, and those added with
 * the option `channels`.
 *
 * @param named Whether the series stands in the heading, so that its channel need not be repeated.
 */
export function tipFields(drawing: Drawing, named: boolean): TipField[] {
  const { channels, index, facet, format, labelOf } = drawing;
  const at = (values: ArrayLike<unknown>) => index.map((i) => values[i]);
  const title = channels.title?.value;
  if (title) return [fieldOf(at(title).map((text) => String(text ?? "")), undefined, undefined)];
  const fields: TipField[] = [];
  for (const [name, value] of Object.entries(facet)) {
    if (format[name] === false || format[name] === null) continue;
    fields.push(fieldOf(index.map(() => value), labelOf(name) ?? undefined, format[name]));
  }
  const seen = new Set<string>();
  const paired = (name: string) => channels[`${name}1`]?.value && channels[`${name}2`]?.value;
  const wanted = Object.keys(format).flatMap((name) => paired(name) ? [`${name}2`] : [name]);
  for (const name of new Set([...wanted, "x2", "x", "y2", "y", "r", ...Object.keys(channels)])) {
    const base = name.replace(/^([xy])[12]$/, "$1");
    const channel = channels[name];
    if (!channel?.value || UNSEEN.has(name) || format[base] === false || format[base] === null) {
      continue;
    }
    if (
      (base === "x" || base === "y") && (channels.geometry || name !== base && name.endsWith("1"))
    ) {
      continue;
    }
    if (name === base && paired(base)) continue;
    const colour = channel.scale === "color" || channel.defaultScale === "color";
    if (colour && (channel.scale !== "color" || named && isText(channel))) continue;
    if (colour && seen.has(channel.scale!)) continue;
    if (colour) seen.add(channel.scale!);
    if (name === "z" && (named || channels.stroke?.scale || channels.fill?.scale)) continue;
    const source = channel.source?.value ? channel.source : channel;
    const values = at((source.value ?? channel.value)!);
    const label = labelFor(channel, name, labelOf);
    if (name !== base && channels[`${base}1`]?.value) {
      const from = at(channels[`${base}1`]!.value!);
      fields.push(range(from, at(channel.value), { label, channel, format: format[base] }));
    } else fields.push(fieldOf(values, label, format[base] ?? format[name]));
  }
  return fields;
}

function isText({ value }: Channel): boolean {
  return Array.from(value ?? []).some((one) => typeof one === "string");
}

function labelFor(
  channel: Channel,
  name: string,
  labelOf: Drawing["labelOf"],
): string | undefined {
  const scale = channel.scale ?? undefined;
  const known = scale && scale !== "auto" ? labelOf(scale) : undefined;
  if (known !== undefined) return known ?? undefined;
  return channel.label ?? (/^[xy][12]?$/.test(name) ? undefined : name);
}

/** Two ends: their difference for stacked bars, the second where the first is a base line of 0. */
function range(
  from: unknown[],
  to: unknown[],
  { label, channel, format }: { label?: string; channel: Channel; format: unknown },
): TipField {
  if (channel.hint?.length) {
    return fieldOf(to.map((end, i) => Number(end) - Number(from[i])), label, format);
  }
  if (from.every((start, i) => start === 0 || start === to[i])) return fieldOf(to, label, format);
  if (to.every((end) => end === 0)) return fieldOf(from, label, format);
  const [field, ends] = [fieldOf(from, label, format), fieldOf(to, label, format)];
  if (field.type !== "text") return { ...field, ends: ends.values };
  return fieldOf(from.map((start, i) => `${textOf(start)} – ${textOf(to[i])}`), label, undefined);
}

/** A column of a tooltip. */
function fieldOf(values: unknown[], label: string | undefined, format: unknown): TipField {
  const named = label === undefined ? {} : { label: label.replace(/^[↑↓←→]\s*|\s*[↑↓←→]$/g, "") };
  const present = values.filter((value) => value !== null && value !== undefined);
  if (typeof format !== "function") {
    if (present.every((value) => value instanceof Date)) {
      return {
        ...named,
        type: "time",
        values: packed(values.map((value) => Number(value ?? NaN))),
      };
    }
    if (present.every((value) => typeof value === "number")) {
      const plain = label !== undefined && isIdentifier(label) ? { plain: true } : {};
      const numbers = values.map((value) => typeof value === "number" ? short(value) : NaN);
      return { ...named, type: "number", ...plain, values: packed(numbers) };
    }
  }
  const written = values.map((value, i) =>
    typeof format === "function" ? String(format(value, i)) : textOf(value)
  );
  const texts = [...new Set(written)];
  const known = new Map(texts.map((text, i) => [text, i]));
  return { ...named, type: "text", texts, values: packed(written.map((text) => known.get(text)!)) };
}

/** Without the digits of rounding errors, which would only cost room. */
function short(value: number): number {
  return Number.isInteger(value) ? value : Number(value.toPrecision(12));
}

function textOf(value: unknown): string {
  if (value === null || value === undefined) return "";
  if (value instanceof Date) return timeText(value);
  if (typeof value === "number" || typeof value === "bigint") return exact(value);
  return String(value);
}
