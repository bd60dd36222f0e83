import { parseHTML } from "linkedom";
import { SaxesParser, type SaxesTagNS } from "saxes";
import { draw } from "./draw.ts";
import type { Figure } from "./parts/figure.ts";

/** The part of a drawn element that tests look at. */
export interface Drawn {
  tagName: string;
  outerHTML: string;
  textContent: string;
  children: Drawn[];
  getAttribute(name: string): string | null;
  querySelector(selector: string): Drawn | null;
  querySelectorAll(selector: string): Iterable<Drawn>;
}

/** Draws a figure into a linkedom document. */
export function drawn(figure: Figure): Drawn {
  // deno-lint-ignore no-explicit-any
  return draw(figure, (parseHTML("<html><body></body></html>") as any).document);
}

/** An attribute as a number, for each element that matches the selector. */
export function numbers(root: Drawn, selector: string, attribute: string): number[] {
  return [...root.querySelectorAll(selector)].map((one) => Number(one.getAttribute(attribute)));
}

/** The texts of all elements that match the selector. */
export function texts(root: Drawn, selector = "text"): string[] {
  return [...root.querySelectorAll(selector)].map(({ textContent }) => textContent);
}

/** Parses XML as strictly as the standard requires. @returns Its elements and its text. */
export function readXml(text: string): { elements: SaxesTagNS[]; text: string } {
  const elements: SaxesTagNS[] = [];
  let read = "";
  const parser = new SaxesParser({ xmlns: true });
  parser.on("error", (error) => {
    throw error;
  });
  parser.on("opentag", (tag) => elements.push(tag));
  parser.on("text", (part) => read += part);
  parser.write(text).close();
  return { elements, text: read };
}
