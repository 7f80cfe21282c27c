/** `npm run bench`: a table; `npm run --silent bench -- --json`: one object; `--full`: a million messages. */
import type { Measures } from './measure.ts'

const BENCHES = [
  'sip2-codec',
  'sip2-messages',
  'sip2-bridge',
  'replay',
  'stack',
  'tap',
  'start',
  'ui-size',
  'desk',
  'drop',
  'gate',
  'fleet',
  'faults',
]
const words = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const chosen = words.length === 0 ? BENCHES : BENCHES.filter((name) => words.includes(name))

const all: Record<string, Measures[string]> = {}
for (const name of chosen) {
  const { run } = (await import(`./${name}.bench.ts`)) as { run: () => Promise<Measures> }
  Object.assign(all, await run())
}
if (process.argv.includes('--json')) process.stdout.write(`${JSON.stringify(all)}\n`)
else {
  const rows = Object.entries(all).map(([name, { value, unit, target, better }]) => {
    const met =
      target === null ? '' : (better === 'lower' ? value <= target : value >= target) ? 'met' : 'missed'
    return [
      name,
      value.toLocaleString('en'),
      unit,
      target === null ? '' : `${better === 'lower' ? '≤' : '≥'} ${target.toLocaleString('en')}`,
      met,
    ]
  })
  const widths = [0, 1, 2, 3, 4].map((column) => Math.max(...rows.map((row) => (row[column] ?? '').length)))
  for (const row of rows)
    process.stdout.write(
      `${row.map((cell, column) => (column === 1 ? cell.padStart(widths[1] ?? 0) : cell.padEnd(widths[column] ?? 0))).join('  ')}\n`,
    )
}
