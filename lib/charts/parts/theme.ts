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
 * Colours with a contrast of 3 or more on white and on the dark backgrounds of notebooks, chosen to
 * differ as far as that allows, also for people with red-green blindness (distances in OKLab, vision
 * simulated after Machado et al., 2009).
 */
export const PALETTE: readonly string[] = [
  "#1478f0",
  "#c67410",
  "#44845f",
  "#d9368c",
  "#2590a8",
  "#cf3a26",
  "#8560bf",
];

/** For everything beyond the palette, and for areas without a value. */
export const GREY = "#858585";

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
      // Behind text that lies over a picture.
      "--plot-background": theme === "auto" ? "var(--jp-layout-color0, Canvas)" : background,
      "font-family": "system-ui, sans-serif",
      "font-size": "11px",
      overflow: "visible",
      "max-width": maxWidth(width),
    } as Figure["style"],
  };
}

/** A picture shrinks by a fifth to fit its place; then it scrolls, as its text could not be read. */
export function maxWidth(width: number): string {
  return `max(100%, ${Math.round(0.8 * width)}px)`;
}

/** The theme of a figure that {@linkcode dressed} returned. */
export function themeOf({ style }: Figure): Theme {
  const { color } = { ...(style as { color?: string }) };
  const themes = Object.keys(THEMES) as Theme[];
  return themes.find((theme) => THEMES[theme].text === color) ?? "auto";
}
