import { chromium } from "playwright-core";
const [file, out, width = "1000", scheme = "light"] = Deno.args;
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage({
  viewport: { width: +width!, height: 1000 },
  colorScheme: scheme as any,
});
page.on("console", (m) => console.log("console", m.type(), m.text()));
page.on("pageerror", (e) => console.log("pageerror", e.stack));
await page.goto("file://" + file);
const h = await page.evaluate("document.documentElement.scrollHeight") as number;
console.log(
  "height",
  h,
  "scrollWidth",
  await page.evaluate("document.documentElement.scrollWidth"),
);
const STEP = 2400;
for (let y = 0, i = 0; y < h; y += STEP, i++) {
  await page.screenshot({
    path: `${out}_${i}.png`,
    fullPage: true,
    clip: { x: 0, y, width: +width!, height: Math.min(STEP, h - y) },
  });
}
await browser.close();
