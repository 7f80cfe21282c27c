/** `npm run soak -- --minutes 30 --seed 1`: ends with 0 where kiosk and library tell the same story. */
import { parseArgs } from 'node:util'
import { soak } from './soak.ts'

const { values } = parseArgs({
  options: {
    minutes: { type: 'string', default: '30' },
    seed: { type: 'string', default: '1' },
    connections: { type: 'string', default: '1' },
  },
})
const minutes = Number(values.minutes)
const seed = Number(values.seed)
const end = performance.now() + minutes * 60_000

console.log(`${minutes} minutes of faults, seed ${seed}, ${values.connections} connection(s)`)
const { counts, faults, ours, theirs, differing } = await soak({
  seed,
  connectionsMax: Number(values.connections),
  goesOn: () => performance.now() < end,
})
console.log(`kiosk: ${JSON.stringify(counts)}`)
console.log(`faults: ${JSON.stringify(faults)}`)
console.log(`transactions in the kiosk's record: ${ours.length}; in the library's: ${theirs.length}`)
console.log(differing.length === 0 ? 'equal, each exactly once' : `${differing.length} items differ`)
process.exitCode = differing.length === 0 && ours.length === theirs.length && ours.length > 0 ? 0 : 1
