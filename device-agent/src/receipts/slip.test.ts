import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { LecternError } from '../contract/errors.ts'
import { type PaperLine, wordsOf } from '../contract/paper.ts'
import type { PrintOutcome, ReceiptPrinter } from '../devices/printer/contract.ts'
import { PrintHead } from '../devices/printer/esc-pos/print-head.ts'
import { calm, pending } from '../flows/fakes.test-support.ts'
import type { Slip } from '../flows/return/contract.ts'
import { openJournal } from '../journal/open-journal.ts'
import { Signal } from '../runtime/emitter.ts'
import { code128 } from './barcode.ts'
import { slipBytes } from './slip.ts'
import { createSlipQueue, SLIPS_MAX, UNCERTAIN_TRIES_MAX } from './slip-queue.ts'

const HOLD: Slip = {
  kind: 'hold',
  title: 'Walden; or, Life in the Woods',
  item: '31173000001018',
  destination: null,
  callNumber: 'THO 813.3',
  pseudonym: '0117',
  at: new Date(2026, 10, 24, 14, 5).getTime(),
}
const options = (columns = 42, language = 'en') => ({
  language,
  library: 'Lindenhof',
  kiosk: 'Hall',
  paper: { model: 'epson-tm-t88vi', columns },
})
const paper = (slip: Slip, columns?: number, language?: string): readonly PaperLine[] =>
  new PrintHead()
    .push(slipBytes(slip, options(columns, language)))
    .flatMap((event) => (event.kind === 'line' ? [event.line] : []))
const text = (lines: readonly PaperLine[]) => wordsOf(lines).map((line) => line.trim())
const sizeOf = (lines: readonly PaperLine[], word: string) =>
  lines.flatMap((line) => (line.kind === 'text' ? line.parts : [])).find((part) => part.text.includes(word))
    ?.width

describe('a slip', () => {
  it('for a hold says so in its largest letters, with mark, title, place, number and date', () => {
    const lines = paper(HOLD)
    expect(text(lines)).toEqual(
      expect.arrayContaining([
        'HOLD',
        'Hold for …0117',
        'Walden; or, Life in the Woods',
        'THO 813.3',
        '31173000001018',
        'Lindenhof, Hall',
        'Nov 24, 2026, 2:05 PM',
      ]),
    )
    expect(sizeOf(lines, 'HOLD')).toBe(4)
    expect(lines).toContainEqual({ kind: 'barcode', data: '31173000001018' })
  })
  it('for a transit names where it goes, and no mark', () => {
    const lines = paper({ ...HOLD, kind: 'transit', destination: 'BRANCH-2', pseudonym: null })
    expect(text(lines)).toEqual(expect.arrayContaining(['TRANSIT', 'To BRANCH-2']))
    expect(text(lines).join('\n')).not.toContain('Hold for')
  })
  it.each([
    [42, 'en', 'HOLD', 4],
    [42, 'de', 'VORMERKUNG', 4],
    [32, 'de', 'VORMERKUNG', 3],
  ])('on paper of %i columns in %s has %s %i times as large', (columns, language, word, size) => {
    expect(sizeOf(paper(HOLD, columns, language), word)).toBe(size)
  })
  it('keeps every line on the paper, also of a long title', () => {
    const lines = paper(
      { ...HOLD, title: 'Long '.repeat(60), callNumber: 'A very long call number 123.45' },
      32,
    )
    for (const line of lines)
      if (line.kind === 'text')
        expect(line.parts.reduce((sum, part) => sum + part.text.length * part.width, 0)).toBeLessThanOrEqual(
          32,
        )
  })
  it.each([
    ['31173000001018', 42, { data: `{C${String.fromCharCode(31, 17, 30, 0, 0, 10, 18)}`, moduleDots: 3 }],
    ['B1{2', 42, { data: '{BB1{{2', moduleDots: 3 }],
    ['ABCDEFGHIJKLMN', 42, { data: '{BABCDEFGHIJKLMN', moduleDots: 2 }],
    ['A-VERY-LONG-NUMBER-THAT-FITS-NO-PAPER', 42, null],
    ['Käfer', 42, null],
  ])('has the barcode of %s on %i columns as wide as fits', (item, columns, code) => {
    expect(code128(item, columns)).toEqual(code)
  })
})

class FakePrinter implements ReceiptPrinter {
  readonly id = 'printer'
  readonly kind = 'printer'
  canPrint = true
  readonly printed: Uint8Array[] = []
  /** What the next jobs end with; printed when empty. */
  readonly outcomes: (PrintOutcome | Promise<PrintOutcome>)[] = []
  readonly #statuses = new Signal<ReceiptPrinter['status']>()
  get status(): ReceiptPrinter['status'] {
    return { id: 'printer', kind: 'printer', state: 'ready', code: null, detail: '', since: 0, counters: {} }
  }
  onStatus(listener: (status: ReceiptPrinter['status']) => void) {
    return this.#statuses.listen(listener)
  }
  start(): void {}
  async stop(): Promise<void> {}
  async print(job: Uint8Array): Promise<PrintOutcome> {
    const outcome = (await this.outcomes.shift()) ?? { printed: true }
    if (outcome.printed) this.printed.push(job)
    return outcome
  }
  async become(canPrint: boolean): Promise<void> {
    this.canPrint = canPrint
    this.#statuses.tell(this.status)
    await calm()
  }
}

function journal() {
  const folder = mkdtempSync(join(tmpdir(), 'slips-'))
  const { journal: shuts, slips } = openJournal({ folder, reserveBytes: 0, wall: () => 7 })
  onTestFinished(() => {
    shuts.shut()
    rmSync(folder, { recursive: true })
  })
  return slips
}

function desk(printer: FakePrinter | null = new FakePrinter(), wanted = true, kept = journal()) {
  const open = new Map<string, string>()
  const queue = createSlipQueue({
    printer,
    notices: {
      raise: (code, detail, key) => void open.set(`${code} ${key}`, detail),
      clear: (code, key) => void open.delete(`${code} ${key}`),
    },
    kept,
    wanted: () => wanted,
    bytes: (slip) => Buffer.from(slip.item),
  })
  const printed = () => (printer?.printed ?? []).map((job) => Buffer.from(job).toString())
  return { queue, open, printed, kept }
}
const slip = (item: string): Slip => ({ ...HOLD, item })

describe('slips', () => {
  it('are printed at once, in order, and leave nothing behind', async () => {
    const { queue, open, printed } = desk()
    expect([queue.print(slip('1')), queue.print(slip('2'))]).toEqual(['printing', 'printing'])
    await calm()
    expect(printed()).toEqual(['1', '2'])
    expect([queue.waiting, open.size]).toEqual([0, 0])
  })

  it('wait for a printer that is away, staff know their facts but neither title nor mark, and all come out', async () => {
    const printer = new FakePrinter()
    printer.canPrint = false
    const { queue, open, printed } = desk(printer)
    expect([queue.print(slip('1')), queue.print(slip('2'))]).toEqual(['waits', 'waits'])
    await calm()
    expect([...open]).toEqual([
      ['SLIP_WAITS 1', 'hold, item 1, at THO 813.3'],
      ['SLIP_WAITS 2', 'hold, item 2, at THO 813.3'],
    ])
    await printer.become(true)
    expect(printed()).toEqual(['1', '2'])
    expect(open.size).toBe(0)
  })

  it('whose paper ran out in the middle are printed when there is paper again, and once', async () => {
    const printer = new FakePrinter()
    const { queue, open, printed } = desk(printer)
    const outcome = pending<PrintOutcome>()
    printer.outcomes.push(outcome.promise)
    queue.print(slip('1'))
    await printer.become(false)
    outcome.resolve({ printed: false, code: 'PRINTER_PAPER_OUT', came: 'nothing' })
    await calm()
    expect([...open.keys()]).toEqual(['SLIP_WAITS 1'])
    await printer.become(true)
    await printer.become(true)
    expect(printed()).toEqual(['1'])
    expect(open.size).toBe(0)
  })

  it('that may have come out are tried again, but not for ever', async () => {
    const printer = new FakePrinter()
    const unknown: PrintOutcome = { printed: false, code: 'PRINTER_NOT_CONFIRMED', came: 'unknown' }
    for (let time = 0; time <= UNCERTAIN_TRIES_MAX; time++) printer.outcomes.push(unknown)
    const { queue, open, printed } = desk(printer)
    queue.print(slip('1'))
    queue.print(slip('2'))
    await calm()
    expect([...open.keys()]).toEqual(['SLIP_LOST 1'])
    expect(printed()).toEqual(['2'])
  })

  it('are kept up to a limit, and staff are told of those that are not', () => {
    const printer = new FakePrinter()
    printer.canPrint = false
    const { queue, open } = desk(printer)
    for (let item = 0; item < SLIPS_MAX; item++) queue.print(slip(String(item)))
    expect(queue.print(slip('late'))).toBe('none')
    expect(queue.waiting).toBe(SLIPS_MAX)
    expect(open.has('SLIP_LOST late')).toBe(true)
  })

  it('that wait outlive a restart, staff know of them again, and each comes out once', async () => {
    const before = new FakePrinter()
    before.canPrint = false
    const { queue, kept } = desk(before)
    queue.print(slip('1'))
    queue.print({ ...slip('2'), kind: 'transit', title: null, destination: 'B', pseudonym: null })
    await calm()
    const waiting = kept.all().map((one) => one.slip)
    expect(waiting[0]).toEqual(slip('1'))
    queue.stop()
    const printer = new FakePrinter()
    printer.canPrint = false
    const after = desk(printer, true, kept)
    expect([...after.open]).toEqual([
      ['SLIP_WAITS 1', 'hold, item 1, at THO 813.3'],
      ['SLIP_WAITS 2', 'transit, item 2, at THO 813.3, to B'],
    ])
    await printer.become(true)
    expect(after.printed()).toEqual(['1', '2'])
    expect([after.open.size, kept.all(), desk(new FakePrinter(), true, kept).queue.waiting]).toEqual([
      0,
      [],
      0,
    ])
  })

  it('that were kept for a printer that is no more are told to staff, and forgotten', () => {
    const printer = new FakePrinter()
    printer.canPrint = false
    const { queue, kept } = desk(printer)
    queue.print(slip('1'))
    expect([...desk(null, true, kept).open.keys()]).toEqual(['SLIP_LOST 1'])
    expect(kept.all()).toEqual([])
  })

  it('are printed all the same where the journal cannot keep them', async () => {
    const full = () => {
      throw new LecternError('JOURNAL_DISK_FULL')
    }
    const { queue, printed } = desk(new FakePrinter(), true, { add: full, remove: full, all: () => [] })
    queue.print(slip('1'))
    await calm()
    expect(printed()).toEqual(['1'])
  })

  it('are none on a kiosk without a printer, or where they are not wanted', () => {
    expect(desk(null).queue.print(HOLD)).toBe('none')
    expect(desk(new FakePrinter(), false).queue.print(HOLD)).toBe('none')
  })
})
