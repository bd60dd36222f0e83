import type { Figure } from "./figure.ts";

/** `auto` uses the page's text colour on the page's background. */
export type Theme = "auto" | "light" | "dark";

/** Options that every figure function accepts: texts, size and theme. */
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
  /** What a screen reader says. @default the title, or what the figure shows */
  ariaLabel?: string;
}

/**
 * Colours that colour-blind people can distinguish: Okabe and Ito, "Color Universal Design" (2008),
 * with a darker yellow and without black, so that all show on a white and on a dark background.
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

/** For everything beyond the palette, and for areas without a value. */
export const GREY = "#999999";

/** Text and background colour of each theme. */
export const THEMES = {
  auto: { text: "currentColor", background: "transparent" },
  light: { text: "#1b1e23", background: "#ffffff" },
  dark: { text: "#d6dae0", background: "#1b1e23" },
} as const;

/** Default width of a figure in pixels. */
export const WIDTH = 760;

/** The figure with its look applied: size, titles, text and background colour. */
export function dressed(figure: Figure, look: Look): Figure {
  const { theme = "auto", width = WIDTH, height, title, subtitle, caption, ariaLabel } = look;
  const { text, background } = THEMES[theme];
  const { margin = 46, marginBottom = margin, x } = figure;
  return {
    ...figure,
    marginBottom,
    // Below tick labels of two lines.
    x: x && { labelOffset: marginBottom - 6, ...x },
    width,
    height: Math.round(height ?? figure.height ?? 300),
    title,
    subtitle,
    caption: caption ?? figure.caption,
    ariaLabel: ariaLabel ?? title ?? figure.ariaLabel,
    // An object, as linkedom's SVG elements do not accept style text.
    style: {
      color: text,
      background,
      "--plot-background": background,
      "font-family": "system-ui, sans-serif",
      "font-size": "11px",
      overflow: "visible",
      // A picture that is wider than its place scrolls: shrunk, its text could not be read.
      "max-width": "none",
    } as Figure["style"],
  };
}

/** The theme of a figure that {@linkcode dressed} returned. */
export function themeOf({ style }: Figure): Theme {
  const { color } = { ...(style as { color?: string }) };
  const themes = Object.keys(THEMES) as Theme[];
  return themes.find((theme) => THEMES[theme].text === color) ?? "auto";
}
