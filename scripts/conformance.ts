import { judge } from '../test/mcp/conformance/referee.ts';

/** Runs the MCP conformance referee for both protocol revisions and prints its summaries; fails when anything required does. */
let worst = 0;
for (const revision of ['2026-07-28', '2025-11-25'] as const) {
  const { exitCode, output } = await judge(revision);
  process.stdout.write(`${revision}\n${output.slice(output.indexOf('=== SUMMARY ==='))}\n`);
  worst = Math.max(worst, Math.abs(exitCode));
}
process.exitCode = worst;
