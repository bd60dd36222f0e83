/** The parts of the browser's elements that are used; Deno has no DOM types. */
export interface PageElement {
  tagName: string;
  textContent: string;
  style: Record<string, string> & { cssText: string };
  dataset: Record<string, string | undefined>;
  parentNode: PageElement | null;
  parentElement: PageElement | null;
  children: ArrayLike<PageElement> & Iterable<PageElement>;
  firstElementChild: PageElement | null;
  isConnected: boolean;
  ownerDocument: PageDocument;
  getAttribute(name: string): string | null;
  setAttribute(name: string, value: string): void;
  removeAttribute(name: string): void;
  append(...children: (PageElement | string)[]): void;
  replaceChildren(...children: (PageElement | string)[]): void;
  remove(): void;
  cloneNode(deep: boolean): PageElement;
  closest(selector: string): PageElement | null;
  contains(other: PageElement | null): boolean;
  querySelector(selector: string): PageElement | null;
  querySelectorAll(selector: string): Iterable<PageElement>;
  getBoundingClientRect(): { left: number; top: number; width: number; height: number };
  getBBox(): { x: number; y: number; width: number; height: number };
  getScreenCTM(): { a: number; d: number; e: number; f: number } | null;
  setPointerCapture(id: number): void;
  showPopover?(): void;
  hidePopover?(): void;
  addEventListener(
    type: string,
    listener: (event: PageEvent) => void,
    options?: { passive?: boolean },
  ): void;
}

/** A pointer, wheel or keyboard event. */
export interface PageEvent {
  clientX: number;
  clientY: number;
  button: number;
  buttons: number;
  deltaY: number;
  deltaMode: number;
  pointerId: number;
  pointerType: string;
  shiftKey: boolean;
  key: string;
  target: PageElement;
  preventDefault(): void;
  stopPropagation(): void;
}

/** The document of a page. */
export interface PageDocument {
  readyState: string;
  createElement(name: string): PageElement;
  createElementNS(space: string, name: string): PageElement;
  querySelectorAll(selector: string): Iterable<PageElement>;
  addEventListener(
    type: string,
    listener: () => void,
    options?: { capture?: boolean; passive?: boolean },
  ): void;
}

/** The browser's window. */
export interface Page {
  document: PageDocument;
  innerWidth: number;
  innerHeight: number;
  requestAnimationFrame(run: () => void): void;
}

/** The page in which the renderer runs. */
export const page = globalThis as unknown as Page;

/** Makes an SVG element. */
export function svgElement(name: string, attributes: Record<string, unknown> = {}): PageElement {
  const element = page.document.createElementNS("http://www.w3.org/2000/svg", name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, String(value));
  return element;
}

/** Runs `work` once per frame, however often it is asked for. */
export function oncePerFrame(work: () => void): () => void {
  let asked = false;
  return () => {
    if (asked) return;
    asked = true;
    page.requestAnimationFrame(() => {
      asked = false;
      work();
    });
  };
}
