/** `npm run simulate:drop -- --items 10000 --seed 1`: one long life of a drop, and whether everything agrees at its end. */
import { parseArgs } from 'node:util'
import { Life } from './life.ts'
import { judge, mostTogether, mostUnheard, mostUnsure } from './verdict.ts'

const { values } = parseArgs({
  options: { items: { type: 'string', default: '10000' }, seed: { type: 'string', default: '1' } },
})
/** Lines about what does not agree. */
const LINES_MAX = 20
const seed = Number(values.seed)
const life = new Life({ seed, items: Number(values.items) })
const begun = performance.now()
await life.live()
const { hidden, plainSorted, reasons, together, unheard, unsure, wrong } = judge(life)
const seconds = ((performance.now() - begun) / 1_000).toFixed(1)
const hours = (life.clock.now() / 3_600_000).toFixed(1)
process.stdout.write(`seed ${seed}: ${life.things.length} items, ${hours} hours in ${seconds} s\n`)
process.stdout.write(
  `${JSON.stringify({ ...life.counts, plainSorted, reasons, together, hidden, unheard, unsure }, null, 2)}\n`,
)
life.end()
for (const line of wrong.slice(0, LINES_MAX)) process.stdout.write(`${line}\n`)
process.stdout.write(
  `${together.length} share a record, ${hidden.length} more without a readable tag, ${unheard.length} fell unheard, ${unsure.length} lie in the second bin named, ${wrong.length} do not agree.\n`,
)
const items = life.things.length
const isWell =
  wrong.length === 0 &&
  together.length <= mostTogether(items) &&
  unheard.length <= mostUnheard(items) &&
  unsure.length <= mostUnsure(items)
process.exitCode = isWell ? 0 : 1
