import { chromium } from "playwright-core";
import { Plot } from "../lib/notebook/mod.ts";
import { bundleOf } from "../lib/notebook/display/bundle_of.ts";
const many = Array.from({ length: 20_000 }, (_, i) => ({ x: i, y: Math.sin(i / 300) * 1000 }));
const b = await bundleOf({ title: "Dots", marks: [Plot.dot(many, { x: "x", y: "y", r: 1 })] });
const browser = await chromium.launch({
  executablePath: "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
await page.setContent(b["text/html"]!);
const box = (await page.locator("svg").first().boundingBox())!;
await page.mouse.move(box.x + 300, box.y + 100);
const cdp = await page.context().newCDPSession(page);
await cdp.send("Profiler.enable");
await cdp.send("Profiler.start");
for (let i = 0; i < 3; i++) {
  const t = performance.now();
  await page.mouse.wheel(0, -50);
  await page.evaluate("new Promise(d=>requestAnimationFrame(()=>requestAnimationFrame(d)))");
  console.log("wheel", performance.now() - t);
}
const { profile } = await cdp.send("Profiler.stop") as any;
const self: Record<string, number> = {};
const byId = new Map(profile.nodes.map((n: any) => [n.id, n]));
profile.samples.forEach((id: number, i: number) => {
  const n: any = byId.get(id);
  const k = n.callFrame.functionName + ":" + n.callFrame.columnNumber;
  self[k] = (self[k] ?? 0) + profile.timeDeltas[i] / 1000;
});
console.log(Object.entries(self).sort((a, b) => b[1] - a[1]).slice(0, 12));
await browser.close();
