import { page, type PageElement } from "./dom.ts";

/** What a tooltip shows, and where in the window. */
export interface Tip {
  x: number;
  y: number;
  /** The series, with its colour. */
  heading: { name: string; color: string } | undefined;
  /** Label and value. */
  lines: readonly (readonly [string | undefined, string])[];
}

const STYLE = "position:fixed;inset:auto;margin:0;padding:5px 8px;border-radius:4px;" +
  "border:1px solid var(--jp-border-color1,GrayText);background:var(--jp-layout-color1,Canvas);" +
  "color:var(--jp-ui-font-color1,CanvasText);font:12px/1.4 system-ui,sans-serif;max-width:340px;" +
  "pointer-events:none;z-index:10000;white-space:pre-wrap;overflow-wrap:anywhere;overflow:hidden;" +
  "font-variant-numeric:tabular-nums;box-shadow:0 2px 6px #0004";

/** A tooltip above everything else in the page, so that no cell cuts it off. */
export function tipBox(box: PageElement): { show(tip: Tip): void; hide(): void } {
  const element = page.document.createElement("div");
  element.setAttribute("role", "tooltip");
  element.setAttribute("popover", "manual");
  element.setAttribute("class", "tributary-tip");
  element.style.cssText = STYLE;
  const line = (label: string | undefined, value: string, color?: string) => {
    const row = page.document.createElement("div");
    if (color !== undefined) {
      const swatch = page.document.createElement("span");
      swatch.style.cssText =
        "display:inline-block;width:.7em;height:.7em;margin-right:.45em;vertical-align:baseline";
      swatch.style.background = color;
      row.append(swatch);
    }
    if (label) {
      const name = page.document.createElement("b");
      name.textContent = label;
      row.append(name, " ");
    }
    row.append(value);
    return row;
  };
  return {
    show({ x, y, heading, lines }) {
      element.replaceChildren(
        ...(heading ? [line(undefined, heading.name, heading.color)] : []),
        ...lines.map(([label, value]) => line(label, value)),
      );
      if (!element.isConnected) box.append(element);
      element.style.display = "block";
      element.showPopover?.();
      const { width, height } = element.getBoundingClientRect();
      const left = x + 12 + width > page.innerWidth ? x - 12 - width : x + 12;
      const top = y - 10 - height < 0 ? y + 14 : y - 10 - height;
      element.style.left = `${Math.max(2, left)}px`;
      element.style.top = `${Math.min(top, page.innerHeight - height - 2)}px`;
    },
    hide() {
      if (!element.isConnected || element.style.display === "none") return;
      element.hidePopover?.();
      element.style.display = "none";
    },
  };
}
