/** A view for each state of the tag page, for looking at. */
import type {
  PartView,
  ResultView,
  TagToolView,
  TagView,
  TrolleyEntryView,
} from '@lectern/device-agent/contract/tag-tool'

const item = (n: number) => `311730000${String(1_000 + n * 37).padStart(5, '0')}`
const part = (n: number, title: string | null, which = 1, parts = 1): PartView => ({
  item: item(n),
  part: which,
  parts,
  title,
})
const at = (minutes: number) => new Date(Date.UTC(2026, 10, 25, 10, 40 - minutes)).toISOString()
const result = (n: number, change: Partial<ResultView> = {}): ResultView => ({
  id: 100 - n,
  at: at(n),
  uid: `E00401000000${String(n).padStart(4, '0')}`,
  item: item(n),
  part: 1,
  parts: 1,
  kind: 'encode',
  from: 'blank',
  to: 'iso28560-3',
  security: 'secured',
  outcome: 'done',
  why: null,
  notes: [],
  ...change,
})
const RESULTS = [
  result(1),
  result(2, { security: 'onLoan' }),
  result(3, { parts: 3, part: 2 }),
  result(4, { outcome: 'unfinished', why: 'gone' }),
  result(5, { kind: 'undo' }),
  result(6, { outcome: 'failed', why: 'locked' }),
  result(7),
  result(8),
]
const entry = (id: number, change: Partial<TrolleyEntryView> = {}): TrolleyEntryView => ({
  id,
  item: item(id),
  parts: 1,
  written: 0,
  state: 'waiting',
  why: null,
  current: false,
  ...change,
})
const ENTRIES = [
  entry(1, { state: 'done', written: 1 }),
  entry(2, { state: 'done', written: 1 }),
  entry(3, { state: 'failed', why: 'locked' }),
  entry(4, { state: 'skipped' }),
  entry(5, { current: true, parts: 3, written: 1 }),
  ...Array.from({ length: 18 }, (_, n) => entry(n + 6)),
]
const TAG: TagView = {
  uid: 'E004010809B9CB12',
  kind: 'item',
  maker: 'NXP',
  bytes: 112,
  blockSize: 4,
  model: 'iso28560-2',
  confidence: 'likely',
  item: item(1),
  part: 1,
  parts: 2,
  usage: 1,
  owner: 'DE-526',
  more: [
    { name: 'shelfLocation', value: 'F AUS' },
    { name: 'title', value: 'Pride and Prejudice' },
  ],
  security: 'secured',
  afi: 0x07,
  dsfid: 0x06,
  eas: false,
  locked: [0, 1],
  notes: ['lockedBlocks', 'unfinished'],
  hex: `91000A313137333030303031303102${'01F0'.padEnd(20, '0')}4646205553${'0'.repeat(140)}`
    .slice(0, 224)
    .padEnd(224, '0'),
  record: 7,
}
const BASE: TagToolView = {
  revision: 1,
  work: 'look',
  pad: 'ready',
  defaults: { model: 'iso28560-3', owner: 'DE-526' },
  step: { name: 'idle' },
  asked: null,
  tags: [],
  trolley: { entries: [], waiting: 0, done: 0, failed: 0 },
  results: RESULTS,
  today: { done: 214, failed: 2 },
  sound: null,
}
const TROLLEY: TagToolView = {
  ...BASE,
  work: 'trolley',
  trolley: { entries: ENTRIES, waiting: 19, done: 2, failed: 1 },
  step: {
    name: 'lay',
    next: part(5, 'The Lord of the Rings, read by Rob Inglis: complete recordings', 2, 3),
  },
}

export const TAG_VIEWS: Readonly<Record<string, TagToolView>> = {
  idle: { ...BASE, results: [], today: { done: 0, failed: 0 } },
  look: { ...BASE, tags: [TAG], asked: part(1, 'Pride and Prejudice') },
  card: { ...BASE, tags: [{ ...TAG, uid: null, kind: 'patron', hex: null, notes: [], record: null }] },
  lay: TROLLEY,
  writing: { ...TROLLEY, step: { name: 'writing', part: part(5, 'The Time Machine') } },
  done: {
    ...TROLLEY,
    step: { name: 'done', part: part(5, 'The Time Machine'), result: result(5, { notes: ['ilsAway'] }) },
  },
  otherItem: {
    ...TROLLEY,
    step: {
      name: 'refused',
      why: 'otherItem',
      part: part(5, 'The Time Machine'),
      detail: item(9),
      mayConfirm: true,
    },
  },
  locked: {
    ...TROLLEY,
    step: {
      name: 'refused',
      why: 'locked',
      part: part(5, 'The Time Machine'),
      detail: 'protected by a password',
      mayConfirm: false,
    },
  },
  convert: { ...BASE, work: 'convert', step: { name: 'lay', next: null } },
  inUse: { ...BASE, pad: 'inUse' },
}
