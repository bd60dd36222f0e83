import type { Figure } from "../draw.ts";

/** `auto` takes the page's own text colour on the page's own ground. */
export type Theme = "auto" | "light" | "dark";

/** What every figure function takes. */
export interface Look {
  title?: string;
  subtitle?: string;
  /** A line below the picture. */
  caption?: string;
  /** Pixels. @default 760 */
  width?: number;
  /** Pixels. */
  height?: number;
  /** @default "auto" */
  theme?: Theme;
  /** What a screen reader says. @default the title */
  ariaLabel?: string;
}

/**
 * Colours that the colour-blind tell apart: Okabe and Ito, "Color Universal Design" (2008), with
 * its yellow darker and without its black, so that all show on a white and on a dark ground.
 */
export const PALETTE: readonly string[] = [
  "#0072b2",
  "#e69f00",
  "#009e73",
  "#cc79a7",
  "#56b4e9",
  "#d55e00",
  "#b8a800",
];

/** What stands back: everything beyond the palette, and areas without a value. */
export const GREY = "#999999";

/** Text and ground of each theme. */
export const THEMES = {
  auto: { text: "currentColor", ground: "transparent" },
  light: { text: "#1b1e23", ground: "#ffffff" },
  dark: { text: "#d6dae0", ground: "#1b1e23" },
} as const;

/** Width of a figure in pixels, where none is given. */
export const WIDTH = 760;

/** Puts the look on a figure: size, titles, colours of text and ground. */
export function dressed(figure: Figure, look: Look): Figure {
  const { theme = "auto", width = WIDTH, height, title, subtitle, caption, ariaLabel } = look;
  const { text, ground } = THEMES[theme];
  const { margin = 46, marginBottom = margin, x } = figure;
  return {
    ...figure,
    marginBottom,
    // Below ticks of two lines.
    x: x && { labelOffset: marginBottom - 6, ...x },
    width,
    height: Math.round(height ?? figure.height ?? 300),
    title,
    subtitle,
    caption: caption ?? figure.caption,
    ariaLabel: ariaLabel ?? title ?? figure.ariaLabel,
    // An object: linkedom's SVG elements take no style text.
    style: {
      color: text,
      background: ground,
      "--plot-background": ground,
      "font-family": "system-ui, sans-serif",
      "font-size": "11px",
      overflow: "visible",
    } as Figure["style"],
  };
}

/** The theme that a figure was dressed in. */
export function themeOf({ style }: Figure): Theme {
  const { color } = { ...(style as { color?: string }) };
  const themes = Object.keys(THEMES) as Theme[];
  return themes.find((theme) => THEMES[theme].text === color) ?? "auto";
}
