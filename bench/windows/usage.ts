/** Loaded before a command: when it ends, it prints what it has used, as the last line of its errors. */
import process from "node:process";

addEventListener("unload", () => {
  const { userCPUTime, systemCPUTime, maxRSS } = process.resourceUsage();
  const usage = { cpuSeconds: (userCPUTime + systemCPUTime) / 1e6, peakBytes: maxRSS * 1024 };
  console.error(JSON.stringify(usage));
});
