/// <reference lib="dom" />
/** Light or dark: as the system has it, unless the switch says otherwise. */

const KEY = "tributary-theme";
const system = matchMedia("(prefers-color-scheme: dark)");

type Chosen = "light" | "dark";

/** Applies the theme that was chosen, and makes the switch choose. */
export function startTheme(button: HTMLButtonElement): void {
  const show = () => {
    const chosen = kept();
    if (chosen) document.documentElement.dataset.theme = chosen;
    else delete document.documentElement.dataset.theme;
    const isDark = (chosen ?? (system.matches ? "dark" : "light")) === "dark";
    button.textContent = isDark ? "☀" : "☾";
    const next = `Change to the ${isDark ? "light" : "dark"} theme`;
    button.setAttribute("aria-label", next);
    button.title = next;
    return isDark;
  };
  let isDark = show();
  button.addEventListener("click", () => {
    const next: Chosen = isDark ? "light" : "dark";
    const isSystem = next === (system.matches ? "dark" : "light");
    try {
      if (isSystem) localStorage.removeItem(KEY);
      else localStorage.setItem(KEY, next);
    } catch {
      // Nothing may be stored: the choice holds for this page.
    }
    isDark = show();
  });
  system.addEventListener("change", () => isDark = show());
  addEventListener("storage", () => isDark = show());
}

function kept(): Chosen | undefined {
  try {
    const value = localStorage.getItem(KEY);
    return value === "light" || value === "dark" ? value : undefined;
  } catch {
    return undefined;
  }
}
