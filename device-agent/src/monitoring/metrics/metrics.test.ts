import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import type { Total } from '../../contract/counts.ts'
import { ManualClock } from '../../runtime/clock.ts'
import { countedValues, metricOf } from '../counts/metrics.ts'
import { createHealth } from '../health.ts'
import { createLog } from '../log.ts'
import { kioskCounters } from '../mqtt/kiosk-counters.ts'
import { createNotices } from '../notices.ts'
import { type ReadFamily, readExposition } from './exposition.test-support.ts'
import { exposition } from './exposition.ts'
import { FAMILIES } from './families.ts'
import { Histogram, SERIES_MAX } from './histogram.ts'
import { alertCounters, processCounters } from './more-counters.ts'
import { createTimings } from './timings.ts'

const provisioning = (path: string) =>
  readFile(join(import.meta.dirname, '../../../../provisioning', path), 'utf8')

const TIMED = ['lectern_ils_answer_seconds', 'lectern_rfid_inventory_seconds', 'lectern_http_request_seconds']

const TOTALS: readonly Total[] = [
  { kind: 'checkout', media: 'book', count: 4 },
  { kind: 'renewal', media: 'music', count: 1 },
  { kind: 'return', place: 'drop', media: 'unknown', count: 3 },
  { kind: 'refusal', code: 'PATRON_BLOCKED', count: 2 },
  { kind: 'session', ended: 'finished', count: 5 },
  { kind: 'device', device: 'rfid', state: 'ready', count: 90_000 },
]

/** A kiosk that has something to say of everything. */
function everything(): string {
  const clock = new ManualClock()
  const notices = createNotices({ clock, log: createLog({ clock, write: () => {} }) })
  notices.raise('PRINTER_PAPER_OUT', '', 'printer')
  notices.raise('DROP_BIN_FULL', '', 'bin 1')
  notices.raise('DROP_BIN_FULL', '', 'bin 2')
  const device = { id: 'rfid', kind: 'rfid', state: 'ready', code: null, detail: '', since: 0 } as const
  const health = createHealth({
    kiosk: 'kiosk-1',
    version: '0.1.0',
    boot: 'boot-1',
    clock,
    notices,
    screens: () => 1,
    devices: () => [{ ...device, counters: { 'framing "\\\n': 2 } }],
    ils: () => ({ state: 'online', detail: '' }),
    offline: () => ({ lending: false, waiting: 7, oldest: null, listed: 0 }),
    obstacle: () => null,
  })
  const { onAnswered, ...timings } = createTimings()
  onAnswered('checkoutResponse', 30)
  timings.rfid.observe(90, { device: 'rfid' })
  timings.http.observe(2, { route: '/health', status: '2xx' })
  const sources = [
    kioskCounters(health),
    countedValues(() => TOTALS.map(metricOf)),
    alertCounters(notices),
    processCounters(health, () => clock.wall()),
  ]
  return exposition(Object.assign({}, ...sources.map((one) => one.read())), Object.values(timings))
}

let read: readonly ReadFamily[]
beforeAll(() => {
  read = readExposition(everything())
})
const family = (name: string) => read.find((one) => one.name === name)

describe('what Prometheus reads', () => {
  it('is the text format, each metric once with its type and its words, and all there is', () => {
    expect(read.map(({ name }) => name).sort()).toEqual([...Object.keys(FAMILIES), ...TIMED].sort())
    for (const { help, name, samples, type } of read) {
      expect(help, name).toMatch(/\.$/)
      expect(samples.length, name).toBeGreaterThan(0)
      if (type === 'counter') expect(name).toMatch(/_total$/)
      else expect(name).not.toMatch(/_total$/)
    }
  })

  it('says what was counted, under its labels', () => {
    expect(family('lectern_returns_total')?.samples).toEqual([
      { name: 'lectern_returns_total', labels: { place: 'drop', media: 'unknown' }, value: 3 },
    ])
    expect(family('lectern_health')?.samples.map(({ labels, value }) => [labels.status, value])).toEqual([
      ['ok', 0],
      ['reduced', 1],
      ['failing', 0],
    ])
    expect(family('lectern_device_events_total')?.samples[0]?.labels).toEqual({
      device: 'rfid',
      event: 'framing "\\\n',
    })
  })

  it('has open notices by code, without what they are about', () => {
    expect(family('lectern_alert')?.samples.map(({ labels, value }) => ({ ...labels, value }))).toEqual(
      expect.arrayContaining([{ code: 'DROP_BIN_FULL', severity: 'warning', value: 2 }]),
    )
  })

  it('counts times into buckets, each with those below it', () => {
    const histogram = new Histogram({ name: 'x_seconds', help: 'X.', buckets: [0.1, 1] })
    for (const milliseconds of [50, 100, 500, 5_000]) histogram.observe(milliseconds, { a: 'b' })
    expect(readExposition(exposition({}, [histogram]))[0]?.samples).toEqual([
      { name: 'x_seconds_bucket', labels: { a: 'b', le: '0.1' }, value: 2 },
      { name: 'x_seconds_bucket', labels: { a: 'b', le: '1' }, value: 3 },
      { name: 'x_seconds_bucket', labels: { a: 'b', le: '+Inf' }, value: 4 },
      { name: 'x_seconds_sum', labels: { a: 'b' }, value: 5.65 },
      { name: 'x_seconds_count', labels: { a: 'b' }, value: 4 },
    ])
  })

  it('does not grow without end', () => {
    const histogram = new Histogram({ name: 'x_seconds', help: 'X.', buckets: [1] })
    for (let one = 0; one < SERIES_MAX + 5; one++) histogram.observe(1, { one: String(one) })
    expect(histogram.series).toHaveLength(SERIES_MAX)
  })

  it('writes numbers that are none as Prometheus wants them, and refuses a metric without words', () => {
    const values = { lectern_screens: Number.NaN, lectern_ils_up: Number.POSITIVE_INFINITY }
    expect(exposition(values, [])).toMatch(/lectern_ils_up \+Inf\n[\s\S]*lectern_screens NaN\n/)
    expect(() => exposition({ lectern_secret: 1 }, [])).toThrow('no metric lectern_secret')
  })
})

describe('the reader of the format', () => {
  it('refuses what Prometheus would', () => {
    const head = '# HELP a A.\n# TYPE a gauge\n'
    expect(readExposition(`${head}a{b="c\\"d",} 1e3\n`)[0]?.samples[0]).toEqual({
      name: 'a',
      labels: { b: 'c"d' },
      value: 1000,
    })
    for (const wrong of [
      `${head}a 1`,
      `${head}b 1\n`,
      `${head}a x\n`,
      `${head}a{b=c} 1\n`,
      `${head}a 1\na 2\n`,
      `${head}${head}a 1\n`,
    ])
      expect(() => readExposition(wrong), wrong).toThrow()
  })
})

describe('the dashboard and the rules', () => {
  const expressions = async (): Promise<string[]> => {
    const dashboard: { panels: { targets: { expr: string }[] }[] } = JSON.parse(
      await provisioning('grafana/lectern.json'),
    )
    const rules: { groups: { rules: { expr: string }[] }[] } = parse(
      await provisioning('prometheus/lectern-rules.yml'),
    )
    return [
      ...dashboard.panels.flatMap(({ targets }) => targets.map(({ expr }) => expr)),
      ...rules.groups.flatMap((group) => group.rules.map(({ expr }) => expr)),
    ]
  }

  it('ask for metrics that there are, by labels they have', async () => {
    const samples = read.flatMap((one) => one.samples)
    const names = new Set(samples.map(({ name }) => name))
    for (const expr of await expressions()) {
      const asked: readonly string[] = expr.match(/\b(?:lectern|process|nodejs)_\w+/g) ?? []
      expect(asked.length + (expr.includes('up{') ? 1 : 0), expr).toBeGreaterThan(0)
      for (const name of asked) expect(names, expr).toContain(name)
      // Prometheus adds these itself.
      const have = new Set([
        'instance',
        'job',
        ...samples.filter(({ name }) => asked.includes(name)).flatMap(({ labels }) => Object.keys(labels)),
      ])
      const used = [
        ...[...expr.matchAll(/(\w+)(?:=~|!~|!=|=)"/g)].map(([, label]) => label),
        ...[...expr.matchAll(/\b(?:by|on) \(([^)]*)\)/g)].flatMap(([, list = '']) => list.split(', ')),
      ]
      for (const label of used) expect(have, expr).toContain(label)
    }
  })

  it('show every metric there is but what only says what runs', async () => {
    const all = (await expressions()).join('\n')
    const unseen = read.map(({ name }) => name).filter((name) => !all.includes(name))
    expect(unseen.sort()).toEqual([
      'lectern_info',
      'lectern_renewals_total',
      'lectern_resident_megabytes',
      'lectern_screens',
      'lectern_uptime_seconds',
    ])
  })
})
