import { Life } from './life.ts'
import { judge } from './verdict.ts'

const [seed = '1', items = '400', ...things] = process.argv.slice(2)
const life = new Life({ seed: Number(seed), items: Number(items) })
const log: string[] = []
const say = (text: string) => log.push(`${(life.clock.now() / 1000).toFixed(3)} ${text}`)
const { drop } = life.machine
for (const name of [
  'set',
  'jam',
  'clearJams',
  'stick',
  'free',
  'stuff',
  'empty',
  'takeOut',
  'force',
] as const) {
  const old = (drop[name] as (...w: unknown[]) => unknown).bind(drop)
  ;(drop as unknown as Record<string, unknown>)[name] = (...words: unknown[]) => {
    say(`${name} ${JSON.stringify(words).slice(0, 80)}`)
    return old(...words)
  }
}
const setOutput = drop.setOutput.bind(drop)
drop.setOutput = (n, on) => {
  if (drop.output(n) !== on) say(`out ${n} ${on}`)
  setOutput(n, on)
}
drop.onLevel(({ name, active }) => {
  if (!/weight|shutter/i.test(name))
    say(
      `${active ? '+' : '-'}${name} | ${drop.belt.piles.map((p) => `${p.things.map((t) => t.id.slice(6)).join('&')}@${Math.round(p.front)}`).join(' ')} fall ${drop.bins.falling.map((f) => f.things.map((t) => t.id.slice(6)).join('&') + '>' + f.bin)}`,
    )
})
const plug = life.machine.plug.bind(life.machine)
life.machine.plug = (p) => {
  say(`plug ${p}`)
  plug(p)
}
const all = life.journal.run.bind(life.journal)
;(life.journal as unknown as { run: typeof all }).run = (sql, ...values) => {
  if (/returned SET|INTO returned /.test(sql))
    say(`sql ${sql.replace(/\s+/g, ' ').slice(0, 50)} ${values.join(',')}`)
  return all(sql, ...values)
}
const stamp = setInterval(() => undefined, 1e6)
const lives = life.counts
let last = 0
const timer = () => {
  if (lives.lives !== last) {
    last = lives.lives
    say(`LIFE ${last}`)
  }
  const v = life.kiosk?.drop.view()
  const t = v ? `${v.state} ${v.problem} ${v.onBelt}` : 'dead'
  if (t !== seen) {
    seen = t
    say(`VIEW ${t}`)
  }
}
let seen = ''
timer()
await life.live().catch((e: unknown) => console.log(String(e)))
const { wrong } = judge(life)
clearInterval(stamp)
for (const w of wrong) console.log(w)
for (const thing of things) {
  const n = thing.replace('thing-', '')
  const hits = log.flatMap((line, i) =>
    new RegExp(`\\b${n}(&|@|>)|${n.padStart(13, '0')}`).test(line) ? [i] : [],
  )
  const [a = 0, b = 0] = [hits[0], hits.at(-1)]
  console.log(`--- ${thing}`)
  for (const line of log.slice(Math.max(0, a - 25), b + 60)) console.log(line)
}
if (things.length === 0) {
  const begin0 = Date.UTC(2026, 0, 15, 9, 0, 0)
  for (const row of life.journal.all(
    'SELECT id, at, item, bin, reason, verdict FROM returned WHERE item IS NULL OR bin IS NULL ORDER BY id',
  )) {
    const at = (Number(row.at) - begin0) / 1000
    const near = log.filter((l) => /\+entryBeam/.test(l) && Math.abs(Number(l.split(' ')[0]) - at) < 0.06)
    console.log(at.toFixed(3), JSON.stringify(row), '<-', near.map((l) => l.split('|')[1]).join(' / '))
  }
}
const dump = process.env.DUMP
if (dump) {
  const [a, b] = dump.split('-').map(Number)
  for (const l of log) {
    const t = Number(l.split(' ')[0])
    if (t >= a! && t <= b!) console.log(l)
  }
}
life.end()
process.exit(0)
